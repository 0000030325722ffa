#!/usr/bin/env node
import { existsSync } from "node:fs";

const main = new URL("../packages/cli/dist/main.js", import.meta.url);
if (!existsSync(main)) {
  console.error("Neuron is not built yet. Run `npm start`, or `npm run setup` for the set-up alone.");
  process.exit(1);
}
await import(main.href);
