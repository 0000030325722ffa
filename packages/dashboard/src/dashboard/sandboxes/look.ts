import type { PoolSandbox } from "@neuron/sdk";

/** How a place looks: a sandbox's state, told apart further where it is busy; or nobody has it. */
export const LOOKS = ["warm", "run", "upkeep", "booting", "dirty", "empty"] as const;
export type Look = (typeof LOOKS)[number];

export const LOOK_NAMES: Readonly<Record<Look, string>> = {
  warm: "warm",
  run: "running",
  upkeep: "being made ready",
  booting: "booting",
  dirty: "dying",
  empty: "empty",
};

export const LOOK_MEANINGS: Readonly<Record<Look, string>> = {
  warm: "Booted and paused, waiting for a program.",
  run: "Runs a program now.",
  upkeep: "Between two programs: its next jail is made, or it is checked.",
  booting: "Is being started.",
  dirty: "Must not be used again and is being destroyed.",
  empty: "Nobody has this place at the moment.",
};

export const lookOf = (sandbox: PoolSandbox | undefined): Look => {
  if (sandbox === undefined) return "empty";
  if (sandbox.state !== "busy") return sandbox.state;
  return sandbox.activity === null || sandbox.activity === "run" ? "run" : "upkeep";
};

export const reasonText = (reason: string): string => reason.replaceAll("_", " ");
