import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { testRootfs } from "../test-image.js";
import { createRig, lines, python } from "./rig.js";

const hasGvisor = (() => {
  try {
    execFileSync("runsc", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasGvisor)(
  `a program runs under gVisor${hasGvisor ? "" : " (skipped: there is no runsc on this machine)"}`,
  async () => {
    const rig = await createRig(testRootfs(), { runtime: "runsc --platform=ptrace" });
    try {
      const sandbox = await rig.driver.boot("launcher");
      const report = await sandbox.run(
        python("print(input(), open('/proc/version').read())", "launcher", { stdin: "hello\n" }),
      );
      expect(report).toMatchObject({ outcome: "accepted", exitCode: 0 });
      expect(lines(report)[0]).toMatch(/^hello Linux version 4\.4\.0/); // the kernel that gVisor says it is
      await sandbox.prepare("launcher");
      expect((await sandbox.run(python("1 / 0"))).outcome).toBe("runtime_error");
      await sandbox.destroy();
    } finally {
      await rig.stop();
    }
    expect(rig.traces()).toEqual([]);
  },
  120_000,
);
