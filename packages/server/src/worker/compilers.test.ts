import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { someOf } from "../sandbox/primed-programs.js";
import { createRig, type Rig } from "../sandbox/rig.js";
import { testRootfs } from "../test-image.js";
import { type CompiledLanguage, compiledPrograms } from "./compiled-programs.js";

let rig: Rig;
beforeAll(async () => {
  rig = await createRig(testRootfs());
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});
const boot = () => rig.driver.boot("launcher");

const has = (args: readonly string[], pattern: RegExp): boolean => args.some((arg) => pattern.test(arg));

/** As somebody would type it who has the language's defaults in mind. */
const LANGUAGES: readonly CompiledLanguage[] = [
  {
    id: "c",
    bare: () => ["gcc", "-O2", "-std=gnu17", "-pipe", "-o", "a.out", "{compileArgs}", "{sources}", "-lm"],
  },
  {
    id: "cpp",
    bare: ({ compileArgs }) => [
      ...["g++", ...(has(compileArgs, /^-(std=|ansi$)/) ? [] : ["-std=gnu++20"])],
      ...["-O2", "-pipe", "-o", "a.out", "{compileArgs}", "{sources}"],
    ],
  },
  {
    id: "go",
    bare: ({ compileArgs, files }) => [
      ...["go", "build", "-o", "a.out", ...compileArgs],
      ...(files.includes("go.mod") ? ["."] : ["{sources}"]),
    ],
    // A user's cache, warm.
    bareEnv: { GOCACHE: "/usr/lib/neuron/go/cache", GOTOOLCHAIN: "local", GOPROXY: "off" },
  },
  {
    id: "rust",
    bare: ({ compileArgs }) => [
      ...["rustc", ...(has(compileArgs, /^--edition/) ? [] : ["--edition=2021"])],
      ...["-C", "opt-level=2", "-o", "a.out", "{compileArgs}", "{entry}"],
    ],
  },
];

describe.each(LANGUAGES.map((language) => [language.id, language] as const))(
  "%s compiles as alone",
  (_, language) => {
    const programs = compiledPrograms(language, boot);
    afterAll(() => programs.close());
    test.for(someOf(programs.names))("%s", { timeout: 120_000 }, async (name) => {
      const { bare, ours } = await programs.both(name);
      expect(ours).toEqual(bare);
    });
  },
);
