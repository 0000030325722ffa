import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chooseLanguages, type LanguageDefinition, loadLanguages } from "../languages/index.js";
import { processIdentity } from "../platform/process-identity.js";
import { testRootfs } from "../test-image.js";
import { hostMirror } from "./apt-settings.js";
import { findImage, imageOf, removeOtherImages, removePartialImages } from "./index.js";
import { copyOwnFiles, describeOwnFiles } from "./own-files.js";
import { runInside } from "./run-inside.js";

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
  expect(imageOf(loadLanguages(), "trixie")).toEqual(image);
  expect(imageOf(languages, "bookworm").hash).not.toBe(image.hash);
  expect(imageOf(languages.slice(1), "trixie").hash).not.toBe(image.hash);
  const [first, ...others] = languages;
  const prepared = { ...(first as LanguageDefinition), prepare: [["true"]] };
  expect(imageOf([prepared, ...others], "trixie").hash).not.toBe(image.hash);
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

describe("a language's own files", () => {
  test("decide what is built: names, contents, and whether they are programs", () => {
    write("own/a", "1");
    const seen = new Set<string>();
    const look = () => seen.add(JSON.stringify(describeOwnFiles(join(folder, "own"))));
    look();
    write("own/a", "2");
    look();
    write("own/b", "");
    look();
    chmodSync(join(folder, "own/b"), 0o700);
    look();
    expect(seen.size).toBe(4);
    expect(describeOwnFiles(join(folder, "none"))).toEqual([]);
  });

  test("are readable in the image, whatever the checkout's umask", () => {
    write("own/a", "1");
    write("own/run", "");
    chmodSync(join(folder, "own/a"), 0o600);
    chmodSync(join(folder, "own/run"), 0o700);
    copyOwnFiles(join(folder, "own"), join(folder, "image/own"));
    const mode = (name: string) => statSync(join(folder, "image/own", name)).mode & 0o777;
    expect([mode("a"), mode("run")]).toEqual([0o644, 0o755]);
  });
});

describe("runInside", () => {
  const options = { timeoutMs: 30_000 };

  test("is alone: no network, no other process, a /tmp of its own", async () => {
    const look = "tail -n +3 /proc/net/dev | cut -d: -f1; echo /proc/[0-9]* /tmp/*; touch /tmp/left";
    const { code, stdout } = await runInside(testRootfs(), ["sh", "-c", look], options);
    expect(code).toBe(0);
    expect(stdout.trim().split(/\s+/)).toEqual(["lo", "/proc/1", "/tmp/*"]);
    expect(existsSync(join(testRootfs(), "tmp/left"))).toBe(false);
  });

  test("ends what it started when it takes too long", async () => {
    const command = ["sh", "-c", "setsid sleep 98765 & sleep 98765"];
    await expect(runInside(testRootfs(), command, { timeoutMs: 300 })).rejects.toThrow("longer than 300 ms");
    await expect.poll(() => sleepers("98765")).toBe(0);
  });
});

const sleepers = (seconds: string): number =>
  readdirSync("/proc").filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8") === `sleep\0${seconds}\0`;
    } catch {
      return false;
    }
  }).length;
