import { constants } from "node:os";
import type { Cancellation } from "../platform/cancellation.js";
import type { AgentChannel } from "./agent-channel.js";
import type { RunAccount, SandboxCgroup } from "./cgroups/index.js";
import { BASE_ENV } from "./primes.js";
import { Transcript } from "./transcript.js";
import { type LiveRun, type RunReport, type RunRequest, SandboxLostError } from "./types.js";
import {
  Cause,
  decodeExit,
  type ExitMessage,
  encodeEnv,
  encodeResize,
  encodeSignal,
  encodeStart,
  type Frame,
  FromAgent,
  frame,
  ToAgent,
} from "./wire.js";

/** How long after a kill, or after a limit that the agent keeps, its word may take before the sandbox is given up. */
const AGENT_GRACE_MS = 2_000;
/** Never look at the CPU account more often than this. */
const CPU_LOOK_MIN_MS = 2;
/** Beyond this the order in which a program printed is not told. */
const MOST_TURNS = 1000;

/** What CLOCK_MONOTONIC shows where `performance.now()` shows 0. Whoever is interrupted in between gets too little. */
const MONOTONIC_ORIGIN_MS = Math.max(
  ...Array.from({ length: 5 }, () => Number(process.hrtime.bigint()) / 1e6 - performance.now()),
);

type Outcome = RunReport["outcome"];

/** A cause of ending that the host decided; the first one wins. */
interface Verdict {
  readonly outcome: Outcome;
  readonly message: string;
}

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));
// Two names share a number; keep the usual one.
SIGNALS.set(constants.signals.SIGABRT, "SIGABRT");
SIGNALS.set(constants.signals.SIGIO, "SIGIO");
SIGNALS.set(constants.signals.SIGCHLD, "SIGCHLD");

const ERRNOS = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));

export interface RunContext {
  readonly channel: AgentChannel;
  readonly cgroup: SandboxCgroup;
  /** CPUs that the sandbox may use at once. */
  readonly cpus: number;
  readonly primed: boolean;
  readonly cancellation: Cancellation | undefined;
  readonly live: LiveRun | undefined;
}

/**
 * One run in a thawed-on-start sandbox whose jail waits.
 *
 * The agent keeps the wall-clock and output limits and says how the program ended. The host keeps the CPU limit, by a
 * timer set to the earliest moment at which it can be reached, and stands behind the agent: when its word does not come
 * (a fork bomb can starve it), the run ends here all the same and the sandbox is dirty. Resolves with the report;
 * rejects with SandboxLostError.
 */
export function performRun(request: RunRequest, context: RunContext): Promise<RunReport> {
  return new Promise((resolve, reject) => {
    const { channel, cgroup, cancellation } = context;
    const { limits } = request;
    const { transcript, interaction } = context.live ?? { transcript: new Transcript() };
    /** Of what the request brought, and nobody is told of. */
    let initialBytes = interaction ? Buffer.byteLength(request.stdin) : 0;
    const calledAt = performance.now();
    let startMs = 0;
    let verdict: Verdict | null = null;
    let cpuTimer: NodeJS.Timeout | undefined;
    let backstop: NodeJS.Timeout | undefined;

    /** By the program's own clock, which is this one unless the kernel in there is emulated. */
    const sinceCall = (payload: Buffer): number => {
      const seenMs = performance.now() - calledAt;
      const saidMs = Number(payload.readBigUInt64LE(0)) / 1000 - MONOTONIC_ORIGIN_MS - calledAt;
      return saidMs >= 0 && saidMs <= seenMs ? saidMs : seenMs;
    };

    const end = (): void => {
      clearTimeout(cpuTimer);
      clearTimeout(backstop);
      cancellation?.off(onCancel);
      channel.onFrame = () => {};
      channel.onLost = () => {};
      interaction?.closed();
    };

    const report = (account: RunAccount, exit: ExitMessage | null): void => {
      end();
      const order = transcript.turns(MOST_TURNS);
      const wallTimeMs = exit?.wallTimeMs ?? performance.now() - calledAt;
      const judged = judge(request, verdict, account, exit);
      if (!judged) {
        reject(new SandboxLostError("the jail died under its program"));
        return;
      }
      const killed = exit === null || exit.cause !== Cause.exited;
      resolve({
        outcome: judged.outcome,
        exitCode: exit && !killed ? exitCode(exit.waitStatus) : null,
        signal: exit && exit.cause !== Cause.exec ? signalName(exit.waitStatus) : null,
        message: judged.message,
        stdout: transcript.all("stdout"),
        stderr: transcript.all("stderr"),
        stdoutTruncated: exit?.stdoutCut ?? false,
        stderrTruncated: exit?.stderrCut ?? false,
        ...(order && { order }),
        cpuTimeMs: account.cpuTimeMs,
        wallTimeMs,
        // What was charged for the run, but no less than its largest process had: pages that it shares with a booted
        // runtime or with other sandboxes are its own as well.
        memoryBytes: Math.min(Math.max(account.memoryBytes, exit?.maxRssBytes ?? 0), limits.memoryBytes),
        startMs,
        primed: context.primed,
        dirty: dirtyReason(judged.outcome, account, exit),
      });
    };

    const giveUpOnAgent = (): void => {
      cgroup.kill();
      report(cgroup.endRun(), null);
    };

    const kill = (reason: Verdict): void => {
      if (verdict) return;
      verdict = reason;
      clearTimeout(cpuTimer);
      clearTimeout(backstop);
      backstop = setTimeout(giveUpOnAgent, AGENT_GRACE_MS);
      channel.send(frame(ToAgent.kill));
    };

    const onCancel = (): void => kill({ outcome: "cancelled", message: "cancelled by the client" });

    const lookAtCpu = (): void => {
      const left = limits.cpuTimeMs - cgroup.runCpuMs();
      if (left <= 0) kill(cpuVerdict(limits.cpuTimeMs));
      else cpuTimer = setTimeout(lookAtCpu, Math.max(CPU_LOOK_MIN_MS, Math.ceil(left / context.cpus)));
    };

    const fed = (bytes: number): void => {
      const initial = Math.min(bytes, initialBytes);
      initialBytes -= initial;
      if (bytes > initial) interaction?.onFed(bytes - initial);
    };

    channel.onFrame = ({ type, payload }: Frame): void => {
      if (type === FromAgent.stdout) transcript.add("stdout", payload);
      else if (type === FromAgent.stderr) transcript.add("stderr", payload);
      else if (type === FromAgent.started) startMs = sinceCall(payload);
      else if (type === FromAgent.fed) fed(payload.readUInt32LE(0));
      else if (type === FromAgent.exit) report(cgroup.endRun(), decodeExit(payload));
    };
    channel.onLost = (error): void => {
      end();
      reject(error);
    };

    const start = encodeStart({
      wallTimeMs: limits.wallTimeMs,
      outputBytes: limits.outputBytes,
      live: interaction !== undefined,
      stdin: request.stdin,
      // A little above the group's own bound, which is the one that counts what it refuses.
      processes: limits.processes + 8,
      // A full disk is to say so (ENOSPC), not to kill by SIGXFSZ: the file system is the bound.
      fileBytes: Number.MAX_SAFE_INTEGER,
      argv: request.argv,
      env: environment(request.env),
      files: request.files,
    });
    // The agent holds the request, and a second copy of each part until it is where it belongs. That is not the program's;
    // left out, a large request in a small limit would kill the program before it begins, or the agent itself.
    cgroup.beginRun({
      memoryBytes: limits.memoryBytes + 2 * start.length,
      processes: limits.processes,
    });
    channel.send(start);
    interaction?.begun({
      write: (bytes) => channel.send(frame(ToAgent.stdin, bytes)),
      end: () => channel.send(frame(ToAgent.stdinEnd)),
      signal: (number) => channel.send(encodeSignal(number)),
      resize: (size) => channel.send(encodeResize(size)),
      stop: (outcome, message) => kill({ outcome, message }),
    });
    cgroup.thaw();
    cpuTimer = setTimeout(lookAtCpu, Math.max(CPU_LOOK_MIN_MS, Math.ceil(limits.cpuTimeMs / context.cpus)));
    backstop = setTimeout(() => {
      kill({ outcome: "time_limit", message: wallMessage(limits.wallTimeMs) });
    }, limits.wallTimeMs + AGENT_GRACE_MS);
    cancellation?.on(onCancel);
  });
}

/** By what was added to the base. */
const environments = new WeakMap<RunRequest["env"], Buffer>();

function environment(added: RunRequest["env"]): Buffer {
  let encoded = environments.get(added);
  if (!encoded) {
    encoded = encodeEnv({ ...BASE_ENV, ...added });
    environments.set(added, encoded);
  }
  return encoded;
}

const wallMessage = (ms: number): string => `stopped after ${ms} ms of wall time`;
const cpuVerdict = (ms: number): Verdict => ({
  outcome: "time_limit",
  message: `stopped after ${ms} ms of CPU time`,
});

/** Null: nobody but us can be the cause. */
function judge(
  request: RunRequest,
  verdict: Verdict | null,
  account: RunAccount,
  exit: ExitMessage | null,
): { outcome: Outcome; message: string | null } | null {
  const { limits } = request;
  if (verdict?.outcome === "cancelled") return verdict;
  // The kernel killed something for memory: whatever followed, followed from that.
  if (account.oomKills > 0) {
    return { outcome: "memory_limit", message: `used more than ${limits.memoryBytes} bytes of memory` };
  }
  if (verdict) return verdict;
  if (!exit) return null;
  switch (exit.cause) {
    case Cause.wall:
      return { outcome: "time_limit", message: wallMessage(limits.wallTimeMs) };
    case Cause.output:
      return { outcome: "output_limit", message: `printed more than ${limits.outputBytes} bytes` };
    case Cause.exec: {
      const why = ERRNOS.get(exit.execErrno) ?? `error ${exit.execErrno}`;
      return { outcome: "runtime_error", message: `could not start ${request.argv[0]}: ${why}` };
    }
    case Cause.exited:
      break;
    default:
      return null;
  }
  if (account.cpuTimeMs > limits.cpuTimeMs) return cpuVerdict(limits.cpuTimeMs);
  return { outcome: exit.waitStatus === 0 ? "accepted" : "runtime_error", message: null };
}

function dirtyReason(outcome: Outcome, account: RunAccount, exit: ExitMessage | null): string | null {
  if (!exit) return "agent";
  if (
    outcome === "time_limit" ||
    outcome === "memory_limit" ||
    outcome === "output_limit" ||
    outcome === "cancelled"
  ) {
    return outcome;
  }
  return account.forksRefused > 0 ? "process_limit" : null;
}

function exitCode(waitStatus: number): number | null {
  return (waitStatus & 0x7f) === 0 ? (waitStatus >> 8) & 0xff : null;
}

function signalName(waitStatus: number): string | null {
  const number = waitStatus & 0x7f;
  if (number === 0) return null;
  return SIGNALS.get(number) ?? `SIG${number}`;
}
