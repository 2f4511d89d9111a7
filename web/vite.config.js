import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// Observable Plot writes a <style> element into every chart. The workbench's policy forbids inline style, so the
// element is left out of the bundle; the same rules stand in style.css.
const withoutInlineStyle = {
  name: "without-inline-style",
  transform(code, id) {
    if (!/@observablehq[/\\]plot[/\\]src[/\\](plot|legends[/\\](ramp|swatches))\.js$/.test(id)) return null;
    const changed = code.replace(/(svg\.append|div\.insert)\("style"(, "\*")?\)\.text\(/g, "void (");
    if (changed === code) throw new Error(`No inline style was found in ${id}: look at what this version does.`);
    return { code: changed, map: null };
  },
};

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  plugins: [withoutInlineStyle],
  publicDir: false,
  build: {
    outDir: "../src/communique/serve/static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "es2022",
    rollupOptions: {
      input: Object.fromEntries(
        ["main", "article", "charts", "worldmap", "network", "add", "forms", "joining"].map((name) => [name, `src/${name}.ts`]),
      ),
    },
  },
});
