import { readdirSync } from "node:fs";
import { EditorState } from "@codemirror/state";
import { expect, it } from "vitest";
import { PACKS, packFor } from "./packs.js";

const LANGUAGES = new Set(
  readdirSync(new URL("../../../../../languages", import.meta.url)).map((name) =>
    name.replace(/\.json$/, ""),
  ),
);

it.each(Object.keys(PACKS))("%s is a language, and its pack is there and works", async (id) => {
  expect(LANGUAGES).toContain(id);
  const extension = await packFor(id, [".x"], "main.x");
  expect(extension).not.toEqual([]);
  EditorState.create({ doc: "print 1", extensions: extension });
});

it("gives nothing for what is no source of the language, or unknown", async () => {
  expect(await packFor("python", [".py"], "data.txt")).toEqual([]);
  expect(await packFor("constructor", [".x"], "main.x")).toEqual([]);
  expect(await packFor("cpp", [".cpp"], "util.hpp")).not.toEqual([]);
});
