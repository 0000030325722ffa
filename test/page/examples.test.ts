import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EXAMPLES } from "../../packages/dashboard/src/playground/examples.js";
import { toRequest } from "../../packages/dashboard/src/playground/request.js";
import { newWork } from "../../packages/dashboard/src/playground/work.js";
import { useService } from "../e2e/service.js";

const service = useService();

/** What is typed into those that ask. */
const TYPED = Array.from({ length: 100 }, (_, at) => `${at + 1}\n`).join("");

describe("every example", () => {
  it.each(EXAMPLES)("$id is accepted", async (example) => {
    const file = new URL(`../../packages/dashboard/examples/${example.source}`, import.meta.url);
    const files = [{ path: example.path, content: readFileSync(file, "utf8") }];
    const work = { ...newWork(example.language, files), ...example.work };
    const typed = work.mode === "terminal" ? { ...work, mode: "input" as const, stdin: TYPED } : work;
    const execution = await service.execute(toRequest(typed, null, null));
    expect(execution.outcome, JSON.stringify(execution)).toBe("accepted");
    if (execution.run) expect(execution.run.stdout).not.toBe("");
  });
});
