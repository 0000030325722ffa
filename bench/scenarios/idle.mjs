import { setTimeout as delay } from "node:timers/promises";
import { formatTable, mib } from "../output.mjs";
import { cpuMs, difference, partsOf, residentBytes } from "../processes.mjs";
import { round, sum, summarize } from "../statistics.mjs";

const WATCH_MS = 5_000;

/** What the full pool costs while nobody asks for anything. */
export const idle = {
  name: "idle",
  title: "memory of idle sandboxes, CPU time of the idle service",
  needsInstance: true,
  async run({ progress, instance, signal }) {
    progress.step("idle: watching");
    // What was started just now settles down.
    await delay(2_000, undefined, { signal });
    const parts = partsOf(instance.pid);
    const before = { sandboxes: instance.groups.cpuMs(), parts: cpuMs(parts) };
    await delay(WATCH_MS, undefined, { signal });
    const sandboxesCpuMs = round(instance.groups.cpuMs() - before.sandboxes);
    const partsCpuMs = difference(before.parts, cpuMs(parts));
    const memory = instance.groups.memory();
    const charged = memory.map(({ chargedBytes }) => chargedBytes);
    const pss = memory.map(({ pssBytes }) => pssBytes);
    const resident = residentBytes(parts);
    const totals = { chargedBytes: sum(charged), pssBytes: sum(pss) };
    return {
      rows: [
        {
          name: `memory of ${memory.length} idle sandboxes`,
          neuron: mib(totals.chargedBytes),
          value: totals.chargedBytes,
          target: { most: 600e6, text: "<= 600 MB" },
        },
        {
          name: `their CPU time in ${WATCH_MS / 1000} s`,
          neuron: `${sandboxesCpuMs.toFixed(1)} ms`,
          value: sandboxesCpuMs,
          target: { most: 50, text: "none" },
        },
      ],
      text: formatTable([
        ["idle", "memory", "CPU ms in 5 s"],
        [
          "sandbox, median (charged / proportional)",
          `${mib(summarize(charged).p50)} / ${mib(summarize(pss).p50)}`,
          "",
        ],
        [
          `all ${memory.length} sandboxes (charged / proportional)`,
          `${mib(totals.chargedBytes)} / ${mib(totals.pssBytes)}`,
          sandboxesCpuMs.toFixed(1),
        ],
        ...Object.keys(parts).map((name) => [name, mib(resident[name]), partsCpuMs[name].toFixed(0)]),
      ]),
      details: { sandboxes: memory.length, ...totals, sandboxesCpuMs, partsCpuMs, residentBytes: resident },
    };
  },
};
