import { describe, expect, it } from "vitest";
import { openMachineIdle, parseIdleMs } from "./machine-idle.js";

describe("machine idle time", () => {
  it("is idle and iowait of the total line", () => {
    expect(parseIdleMs("cpu  100 0 50 7000 3 0 1 0 0 0\ncpu0 1 1 1 1\n")).toBe(70_030);
  });

  it("refuses anything else", () => {
    expect(() => parseIdleMs("intr 1 2 3\n")).toThrow("total line");
  });

  it("is read from this machine, and never goes back", () => {
    const idle = openMachineIdle();
    const first = idle.read();
    expect(first).toBeGreaterThan(0);
    expect(idle.read()).toBeGreaterThanOrEqual(first);
    idle.close();
    idle.close();
    expect(() => idle.read()).toThrow("closed");
  });
});
