import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRig, type Rig } from "../sandbox/rig.js";
import { testRootfs } from "../test-image.js";
import { compiledPrograms } from "./compiled-programs.js";

let rig: Rig;
beforeAll(async () => {
  rig = await createRig(testRootfs());
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});
const boot = () => rig.driver.boot("launcher");

const has = (args: readonly string[] | undefined, pattern: RegExp): boolean =>
  args?.some((arg) => pattern.test(arg)) ?? false;

describe("C++ compiles as g++ alone does", () => {
  const programs = compiledPrograms(
    {
      id: "cpp",
      bare: ({ compileArgs }) => [
        ...["g++", ...(has(compileArgs, /^-(std=|ansi$)/) ? [] : ["-std=gnu++20"])],
        ...["-O2", "-pipe", "-o", "a.out", "{compileArgs}", "{sources}"],
      ],
    },
    boot,
  );
  test.for(programs.names)("%s", { timeout: 120_000 }, async (name) => {
    const { bare, ours } = await programs.both(name);
    expect(ours).toEqual(bare);
  });
});
