"use strict";
(() => {
  const marks = [...document.querySelectorAll(".mark[data-ids]")];
  const cards = [...document.querySelectorAll(".card")];
  const idsOf = (mark) => mark.dataset.ids.split(" ");
  const kindOf = new Map(cards.map((card) => [card.dataset.id, card]));
  const clear = () => document.querySelectorAll(".on").forEach((each) => { each.classList.remove("on"); each.style.removeProperty("--hue"); });
  const gentle = { behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth", block: "center" };
  const light = (ids) => {
    clear();
    cards.filter((card) => ids.includes(card.dataset.id)).forEach((card) => card.classList.add("on"));
    marks.filter((mark) => idsOf(mark).some((id) => ids.includes(id))).forEach((mark) => {
      const card = kindOf.get(idsOf(mark).find((id) => ids.includes(id)));
      mark.classList.add("on");
      if (card) mark.style.setProperty("--hue", getComputedStyle(card).getPropertyValue("--hue"));
    });
  };
  const fromCard = (card) => {
    const was = card.classList.contains("on");
    clear();
    if (was) return;
    light([card.dataset.id]);
    document.querySelector(".mark.on")?.scrollIntoView(gentle);
  };
  cards.forEach((card) => {
    card.addEventListener("click", () => fromCard(card));
    card.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); fromCard(card); }
    });
  });
  document.getElementById("text").addEventListener("click", (event) => {
    const mark = event.target.closest(".mark[data-ids]");
    if (!mark || String(getSelection())) return;
    light(idsOf(mark));
    const first = cards.find((card) => card.classList.contains("on"));
    first?.closest("details")?.setAttribute("open", "");
    first?.scrollIntoView({ ...gentle, block: "nearest" });
  });
  document.querySelectorAll(".legend input").forEach((box) => box.addEventListener("change", () =>
    document.body.classList.toggle("off-" + box.dataset.kind, !box.checked)));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
})();
