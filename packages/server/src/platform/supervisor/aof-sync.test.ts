import { expect, test } from "vitest";
import { currentFile } from "./aof-sync.js";

test("the file that Redis appends to is the last incremental one", () => {
  const manifest = [
    "file appendonly.aof.2.base.rdb seq 2 type b",
    "file appendonly.aof.1.incr.aof seq 1 type h",
    "file appendonly.aof.3.incr.aof seq 3 type i",
    "file appendonly.aof.4.incr.aof seq 4 type i",
    "",
  ].join("\n");
  expect(currentFile(manifest)).toBe("appendonly.aof.4.incr.aof");
  expect(currentFile("")).toBeNull();
});
