import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "@neuron/server";
import { afterAll, expect, test } from "vitest";

const GUIDE = fileURLToPath(new URL("../../docs/guides/adding-a-language.md", import.meta.url));
const NEURON = fileURLToPath(new URL("../../bin/neuron.mjs", import.meta.url));

const dataDir = mkdtempSync(join(tmpdir(), "neuron-own-"));
const env = {
  ...process.env,
  NEURON_DATA_DIR: dataDir,
  NEURON_IMAGES_DIR: process.env.NEURON_IMAGES_DIR ?? readConfig({ env: process.env }).imagesDir,
};
const neuron = (...args: string[]) =>
  spawnSync(process.execPath, [NEURON, "languages", ...args], { env, encoding: "utf8" });
afterAll(() => {
  neuron("remove", "cow");
  rmSync(dataDir, { recursive: true, force: true });
});

test("the guide's language is one file and one script, and passes its checks", () => {
  const guide = readFileSync(GUIDE, "utf8");
  const block = (kind: string, holding: string): string =>
    [...guide.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, "g"))]
      .map(([, text = ""]) => text)
      .find((text) => text.includes(holding)) ?? "";
  const script = join(dataDir, "languages/cow/say");
  mkdirSync(join(dataDir, "languages/cow"), { recursive: true });
  writeFileSync(join(dataDir, "languages/cow.json"), block("json", '"cow"'));
  writeFileSync(script, block("sh", "#!/bin/sh"));
  chmodSync(script, 0o755);
  expect(neuron("add", "cow")).toMatchObject({ status: 0 });
  const tested = neuron("test", "cow", "--json");
  expect(tested.stdout).toContain('"wrong": null');
  expect(JSON.parse(tested.stdout)).toMatchObject([{ id: "cow", version: "3.03", passed: true }]);
}, 240_000);
