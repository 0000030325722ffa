import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installNpmPackages, unpackPackage } from "./npm.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "neuron-npm-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One entry of a tar archive, header and content. */
const entry = (
  path: string,
  { type = "0", content = "", mode = 0o666, size = Buffer.byteLength(content) } = {},
): Buffer => {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(`${mode.toString(8).padStart(7, "0")}\0`, 100);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write(type, 156);
  header.write("/etc/passwd", 157);
  header.write("ustar\0", 257);
  const data = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
  data.write(content);
  return Buffer.concat([header, data]);
};

const tarball = (...entries: Buffer[]): Buffer => gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
const integrityOf = (bytes: Buffer): string =>
  `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
const unpack = (bytes: Buffer, integrity = integrityOf(bytes)): void =>
  unpackPackage(bytes, { name: "@scope/name", version: "1.0.0", integrity }, join(folder, "target"));

test("files come into a folder of the package's name, without what their modes may say beyond being executable", () => {
  const long = `${"deep/".repeat(30)}file.js`;
  const record = ` path=package/${long}\n`;
  const length = record.length + 3;
  unpack(
    tarball(
      entry("package/package.json", { content: "{}" }),
      entry("package/lib/", { type: "5" }),
      entry("package/lib/a.js", { content: "a".repeat(1000), mode: 0o6777 }),
      entry("PaxHeader", { type: "x", content: `${length}${record}` }),
      entry("package/cut", { content: "long" }),
    ),
  );
  const target = join(folder, "target/@scope/name");
  expect(readFileSync(join(target, "package.json"), "utf8")).toBe("{}");
  expect(readFileSync(join(target, "lib/a.js"), "utf8")).toBe("a".repeat(1000));
  expect(readFileSync(join(target, long), "utf8")).toBe("long");
  expect(statSync(join(target, "package.json")).mode & 0o7777).toBe(0o644);
  expect(statSync(join(target, "lib/a.js")).mode & 0o7777).toBe(0o755);
});

test("another content than the definition's is refused, and nothing is written", () => {
  const bytes = tarball(entry("package/a.js", { content: "evil" }));
  const wanted = integrityOf(tarball(entry("package/a.js", { content: "good" })));
  expect(() => unpack(bytes, wanted)).toThrow(/@scope\/name 1\.0\.0 is not the one .*\n {2}wanted sha512-/);
  expect(readdirSync(folder)).toEqual([]);
});

describe("an archive is refused as a whole", () => {
  const good = entry("package/good.js", { content: "good" });
  test.each([
    ["a path that goes up", entry("package/../../../evil", { content: "evil" }), /outside of its folder/],
    ["a path that goes up at once", entry("../evil", { content: "evil" }), /outside of its folder/],
    ["an absolute path", entry("/evil", { content: "evil" }), /outside of its folder/],
    ["a path with an empty part", entry("package//evil", { content: "evil" }), /outside of its folder/],
    ["a file that is the folder", entry("package", { content: "evil" }), /outside of its folder/],
    ["a symbolic link", entry("package/link", { type: "2" }), /no file \(type 2\)/],
    ["a hard link", entry("package/link", { type: "1" }), /no file \(type 1\)/],
    ["a device", entry("package/null", { type: "3" }), /no file \(type 3\)/],
    ["a size beyond the end", entry("package/a", { content: "a", size: 0o7777 }), /cut short/],
    ["a broken pax header", entry("x", { type: "x", content: "nonsense" }), /broken header/],
    [
      "a path that goes up in a pax header",
      Buffer.concat([entry("x", { type: "x", content: "27 path=package/../../evil\n" }), good]),
      /outside of its folder/,
    ],
  ])("%s", (_, bad, message) => {
    expect(() => unpack(tarball(good, bad))).toThrow(message);
    expect(existsSync(join(folder, "target"))).toBe(false);
    expect(existsSync(join(folder, "evil"))).toBe(false);
  });
});

test("what npm cannot fetch is told by name, and leaves nothing", async () => {
  const scratch = join(folder, "scratch");
  const missing = { name: "left-pad", version: "1.3.0-none", integrity: integrityOf(Buffer.alloc(0)) };
  await expect(installNpmPackages(join(folder, "target"), [missing], scratch)).rejects.toThrow(
    "npm could not fetch left-pad@1.3.0-none",
  );
  expect(readdirSync(folder)).toEqual([]);
}, 120_000);
