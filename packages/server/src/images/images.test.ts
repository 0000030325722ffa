import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chooseLanguages, type LanguageDefinition, loadLanguages } from "../languages/index.js";
import { processIdentity } from "../platform/process-identity.js";
import { hostMirror } from "./apt-settings.js";
import { hashOfFolder } from "./hash-of-folder.js";
import { findImage, imageOf, removeOtherImages, removePartialImages } from "./index.js";

const coreLanguages = () => chooseLanguages(loadLanguages(), "core");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "neuron-images-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

test("another definition is another image", () => {
  const languages = coreLanguages();
  const image = imageOf(languages, "trixie");
  expect(imageOf(coreLanguages(), "trixie")).toEqual(image);
  expect(image.name).toBe("core");
  expect(
    imageOf([...languages.slice(1), { ...(languages[0] as LanguageDefinition), core: false }], "trixie").name,
  ).toBe("chosen");
  expect(imageOf(languages, "bookworm").hash).not.toBe(image.hash);
  expect(imageOf(languages.slice(1), "trixie").hash).not.toBe(image.hash);
});

test("another file, name or content in a language's folder is another image", () => {
  const hashes = [
    ["a", "x"],
    ["a", "y"],
    ["b", "y"],
    ["ax", ""],
  ].map(([name = "", text = ""]) => {
    write(`files/${name}`, text);
    return hashOfFolder(join(folder, "files"));
  });
  expect(new Set(hashes).size).toBe(4);
});

test("packages of npm are a part of the definition", () => {
  const languages = loadLanguages();
  const { hash, npm } = imageOf(languages, "trixie");
  expect(npm.map(({ name }) => name)).toContain("typescript");
  expect(new Set(npm.map(({ name }) => name)).size).toBe(npm.length);
  const changed = (change: (language: LanguageDefinition) => Partial<LanguageDefinition>) =>
    languages.map((language) => ({ ...language, ...change(language) }));
  const other = changed(({ npm }) => (npm ? { npm: npm.slice(1) } : {}));
  expect(imageOf(other, "trixie").hash).not.toBe(hash);
  const [first, ...others] = languages;
  const clash = { ...first, npm: [{ name: "typescript", version: "1.0.0", integrity: "sha512-x" }] };
  expect(() => imageOf([clash as LanguageDefinition, ...others], "trixie")).toThrow(
    /typescript \S+ and \S+ in one image/,
  );
});

test("partial images of dead builders are removed, nothing else", () => {
  const image = imageOf(coreLanguages(), "trixie");
  const own = `.partial-${processIdentity()}`;
  write(`${own}/rootfs/x`, "");
  write(".partial-1.7/rootfs/x", "");
  write("core-0123456789ab/manifest.json", "{}");
  expect(findImage(folder, image)).toBeNull();
  removePartialImages(folder);
  expect(readdirSync(folder).sort()).toEqual([own, "core-0123456789ab"].sort());
  removeOtherImages(folder, image);
  expect(existsSync(join(folder, "core-0123456789ab"))).toBe(false);
});

describe("hostMirror", () => {
  const debian = () => write("etc/os-release", 'NAME="Debian"\nID=debian\n');

  test("reads deb822 sources and skips what is not the archive", () => {
    debian();
    write(
      "etc/apt/sources.list.d/debian.sources",
      "Types: deb\nURIs: http://m.example/debian-security\n\nTypes: deb\n# URIs: http://no/debian\nURIs: http://m.example/debian/\n",
    );
    expect(hostMirror(folder)).toBe("http://m.example/debian/");
  });

  test("reads one-line sources", () => {
    debian();
    write(
      "etc/apt/sources.list",
      "#deb http://no/debian x\ndeb [arch=amd64] https://m.example/debian trixie main\n",
    );
    expect(hostMirror(folder)).toBe("https://m.example/debian");
  });

  test("leaves the choice to mmdebstrap on other hosts", () => {
    write("etc/os-release", "ID=ubuntu\nID_LIKE=debian\n");
    write("etc/apt/sources.list", "deb http://m.example/debian trixie main\n");
    expect(hostMirror(folder)).toBeNull();
  });
});
