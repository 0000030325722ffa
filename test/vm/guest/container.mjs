// A container with cgroups of its own, as Docker and Kubernetes make them on v2: its root is a group like any other, and has
// the container's own processes in it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "./checks.mjs";
import { processes } from "./service.mjs";

const run = promisify(execFile);
const UNIT = "container.service";
// mount(2) puts no file system upon itself.
const SCRIPT = 'umount --lazy /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec "$0" "$1" up';

/** @param {import("./checks.mjs").Checks} checks @param {import("./service.mjs").Service} service @param {string} root */
export const checkContainer = async ({ check }, service, root) => {
  await check("in a container with cgroups of its own it works, too", async () => {
    const unshare = ["unshare", "--cgroup", "--mount", "--", "sh", "-c", SCRIPT];
    const properties = ["Type=exec", "KillMode=mixed", "Delegate=yes"].flatMap((property) => [
      "-p",
      property,
    ]);
    const start = [
      "systemd-run",
      `--unit=${UNIT}`,
      "--collect",
      ...properties,
      "--setenv=NEURON_POOL_SIZE=2",
    ];
    const [file = "", ...args] = [...start, ...unshare, process.execPath, join(root, "bin/neuron.mjs")];
    await run(file, args);
    try {
      await until(
        "it is ready",
        async () => {
          const { stdout } = await run("systemctl", ["show", "-p", "ActiveState", "--value", UNIT]);
          const { stdout: log } = await run("journalctl", [
            "-u",
            UNIT,
            "-n",
            "200",
            "-o",
            "cat",
            "--no-pager",
          ]);
          if (!/^(active|activating)/.test(stdout)) throw new Error(`It is ${stdout.trim()}:\n${log}`);
          return /^neuron ready on /m.test(log);
        },
        600_000,
      );
      const { outcome, run: said } = await service.execute({ language: "python", source: "print('hello')" });
      assert.equal(outcome, "accepted", JSON.stringify(said));
      const groups = processes()
        .map(({ cgroup }) => cgroup)
        .filter((cgroup) => cgroup.includes(UNIT));
      assert.ok(
        groups.some((group) => /\/container\.service\/neuron-\w+\/s\d/.test(group)),
        groups.join("\n"),
      );
    } finally {
      await run("systemctl", ["stop", UNIT]).catch(() => {
        // It has ended.
      });
    }
    assert.deepEqual(
      processes().filter(({ cgroup, zombie }) => !zombie && cgroup.includes("/neuron-")),
      [],
    );
  });
};
