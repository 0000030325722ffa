import { JUDGING_LIMITS, type OutputFile } from "@neuron/contract";
import { type Sandbox, SandboxLostError } from "../../sandbox/types.js";
import type { Executed } from "../execute.js";

const MOST = {
  files: JUDGING_LIMITS.outputFiles,
  fileBytes: JUDGING_LIMITS.outputFileBytes,
  bytes: JUDGING_LIMITS.outputsBytes,
};

/** Its agent does not answer any more. */
const SILENT: ReadonlySet<string | null> = new Set(["agent", "overdue"]);

/**
 * Adds the files that the last run left and that fit one of the patterns, however it ended. A sandbox that is lost
 * over it costs the files only: the program has run, and is not to be run again for their sake.
 */
export async function withOutputs(
  executed: Executed,
  patterns: readonly string[] | undefined,
  sandbox: Sandbox,
): Promise<Executed> {
  if (!patterns?.length || executed.run === null || executed.outcome === "cancelled") return executed;
  if (SILENT.has(executed.dirty)) return { ...executed, outputsTruncated: true };
  try {
    const { files, whole } = await sandbox.outputs({ patterns, most: MOST });
    const outputs = files.map(
      ({ path, content, sizeBytes }): OutputFile => ({
        path: path.toString("utf8"),
        content: content?.toString("base64") ?? null,
        sizeBytes,
      }),
    );
    return { ...executed, outputs, outputsTruncated: !whole };
  } catch (error) {
    if (!(error instanceof SandboxLostError)) throw error;
    return { ...executed, dirty: executed.dirty ?? "lost", outputsTruncated: true };
  }
}
