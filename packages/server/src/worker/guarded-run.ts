import type { Cancellation } from "../platform/cancellation.js";
import {
  type LiveRun,
  MAKE_JAIL_TIMEOUT_MS,
  type RunReport,
  type RunRequest,
  type Sandbox,
  SandboxLostError,
} from "../sandbox/types.js";

/**
 * `sandbox.run` with a coarse backstop. The agent holds the wall limit and the driver holds it again; should both hang,
 * the sandbox is destroyed `graceMs` after the limit and the run is reported as having reached it. Where its jail has to be made
 * first, the time for that is not the program's.
 */
export async function guardedRun(
  sandbox: Sandbox,
  request: RunRequest,
  cancellation: Cancellation,
  graceMs: number,
  live?: LiveRun,
): Promise<RunReport> {
  const waits = sandbox.kind === request.kind && !request.useKeptWork;
  const guardMs = request.limits.wallTimeMs + graceMs + (waits ? 0 : MAKE_JAIL_TIMEOUT_MS);
  // First of all: everything else can be done while it starts.
  const running = sandbox.run(request, cancellation, live);
  let overdue = false;
  let timer: NodeJS.Timeout | undefined;
  const backstop = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      overdue = true;
      const lost = (): void => reject(new SandboxLostError("the sandbox did not stop the run at its limit"));
      // What cannot even be destroyed is the pool's to report; the execution ends here either way.
      sandbox.destroy().then(lost, lost);
    }, guardMs);
  });
  try {
    return await Promise.race([running, backstop]);
  } catch (error) {
    if (overdue && error instanceof SandboxLostError) return overdueReport(request, graceMs);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function overdueReport(request: RunRequest, graceMs: number): RunReport {
  const nothing = Buffer.alloc(0);
  return {
    outcome: "time_limit",
    exitCode: null,
    signal: "SIGKILL",
    message: "The program was still running long after its time limit; its output is lost.",
    stdout: nothing,
    stderr: nothing,
    stdoutTruncated: false,
    stderrTruncated: false,
    cpuTimeMs: 0,
    wallTimeMs: request.limits.wallTimeMs + graceMs,
    memoryBytes: 0,
    startMs: 0,
    primed: false,
    dirty: "overdue",
  };
}
