/** Requests that change something: to this server alone, with the token that the page carries. */
import { one } from "./dom";

export class Refused extends Error {}

export async function send(method: string, url: string, body?: unknown): Promise<unknown> {
  const token = one<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  const headers: Record<string, string> = { "X-CSRF-Token": token, Accept: "application/json" };
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  const sent = body === undefined ? null : form ? body : JSON.stringify(body);
  const answer = await fetch(url, { method, headers, body: sent, credentials: "same-origin" });
  const text = await answer.text();
  const told = text ? (JSON.parse(text) as unknown) : null;
  if (!answer.ok) throw new Refused(reason(told) ?? `${answer.status} ${answer.statusText}`);
  return told;
}

function reason(told: unknown): string | null {
  const error = (told as { error?: { message?: string; advice?: string } } | null)?.error;
  return error?.message ? [error.message, error.advice].filter(Boolean).join(" ") : null;
}
