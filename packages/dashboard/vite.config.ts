import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { precompress } from "./vite/precompress.js";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  // Every address is relative, so that a proxy may put the service below any path.
  base: "./",
  resolve: {
    alias: {
      "@neuron/sdk": here("../sdk/src/index.ts"),
      "@neuron/contract": here("../contract/src/index.ts"),
    },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist/page",
    emptyOutDir: true,
    // The page's policy allows nothing that is written into it: everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    reportCompressedSize: false,
  },
  plugins: [precompress()],
});
