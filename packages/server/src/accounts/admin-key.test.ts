import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { adminKeyFile, createAdminKeyCheck, ownAdminKey } from "./admin-key.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "neuron-admin-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("it is made once, for its owner's eyes", () => {
  const key = ownAdminKey(join(folder, "data"));
  expect(key).toMatch(/^nrn_admin_[\w-]{43}$/);
  expect(ownAdminKey(join(folder, "data"))).toBe(key);
  expect(statSync(adminKeyFile(join(folder, "data"))).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, "data"))).toEqual(["admin-key"]);
});

test("one that was written by hand is taken, an empty file is told of", () => {
  writeFileSync(adminKeyFile(folder), "written-by-hand\n");
  expect(ownAdminKey(folder)).toBe("written-by-hand");
  writeFileSync(adminKeyFile(folder), "\n");
  expect(() => ownAdminKey(folder)).toThrow("is empty");
});

test("only the very key passes", () => {
  const isAdminKey = createAdminKeyCheck("a-key-of-some-length");
  expect(isAdminKey("a-key-of-some-length")).toBe(true);
  for (const wrong of ["", "a-key-of-some-lengt", "a-key-of-some-length ", "A-key-of-some-length"])
    expect(isAdminKey(wrong)).toBe(false);
  expect(createAdminKeyCheck(null)("")).toBe(false);
});
