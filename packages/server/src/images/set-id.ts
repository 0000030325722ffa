import { runCommand } from "../platform/run-command.js";
import { ImageError } from "./types.js";

/** Runs have no_new_privs anyway; a root file system without a single set-id file needs no trust in that. */
export const takeAwaySetId = async (folder: string): Promise<void> => {
  const find = ["-xdev", "-type", "f", "-perm", "/6000", "-exec", "chmod", "ug-s", "{}", "+"];
  const result = await runCommand("find", [folder, ...find], { timeoutMs: 60_000 });
  if (result.code !== 0) throw new ImageError(`Taking away set-id bits failed: ${result.stderr}`);
};
