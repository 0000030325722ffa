import { expect, it } from "vitest";
import { pictureType } from "./picture-type.js";
import { fileName } from "./save.js";

it.each([
  ["\x89PNG\r\n\x1a\n....", "image/png"],
  ["\xff\xd8\xff\xe0", "image/jpeg"],
  ["GIF89a", "image/gif"],
  ["RIFF\0\0\0\0WEBPVP8 ", "image/webp"],
  ["<svg xmlns='x'/>", "image/svg+xml"],
  ["<?xml version='1.0'?>\n<!-- made by -->\n<svg>", "image/svg+xml"],
  ["<html><svg>", null],
  ["<svgx>", null],
  ["PNG", null],
  ["", null],
])("%j is %j", (bytes, type) => {
  expect(pictureType(Buffer.from(bytes, "latin1"))).toBe(type);
});

it.each([
  ["a/b/c.txt", "c.txt"],
  ["../../.bashrc", "_bashrc"],
  ["a/", "file"],
  ["x\u202egpj.exe", "x_gpj.exe"],
  ['<"a|b">:?*.html', "__a_b_____.html"],
  ["new\nline", "new_line"],
])("a file %j is saved as %j", (path, name) => {
  expect(fileName(path)).toBe(name);
});
