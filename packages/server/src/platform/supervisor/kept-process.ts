import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Logger } from "pino";
import { processIdentity } from "../process-identity.js";

export interface KeptProcessOptions {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** A node process of ours: an IPC channel, whose end tells it that we are gone. */
  readonly ipc: boolean;
  readonly logger: Logger;
  /** Told each line that it prints; without it, its output goes to our stderr as it is. */
  readonly onLine?: (line: string) => void;
  /** Holds the identity of the present process, for whoever comes after a supervisor that was killed (left-over.ts). */
  readonly noteFile: string;
  /** Awaited after a death, before the next start. */
  readonly beforeRestart?: () => Promise<void>;
}

/** A child process that is started again whenever it ends, until it is stopped. */
export interface KeptProcess {
  readonly name: string;
  readonly pid: number | null;
  start(): void;
  /** SIGTERM, and SIGKILL at the deadline. Resolves with whether it ended well by itself. Idempotent. */
  stop(deadlineMs: number): Promise<boolean>;
  /** SIGKILL, now. */
  kill(): void;
}

const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 5_000;
/**
 * Who lived this long was healthy, and its next death is a first one again. Starting what dies that seldom at once costs
 * little; waiting would only add to the time in which it is missed.
 */
const HEALTHY_MS = 10_000;

/**
 *     stopped -> running -> waiting (back-off) -> running ... -> stopping -> stopped
 *
 * A stop while waiting cancels the wait; a stop while running ends the process and starts none.
 */
export const createKeptProcess = (options: KeptProcessOptions): KeptProcess => {
  const { name, file, args, env, cwd, ipc, logger } = options;
  let child: ChildProcess | null = null;
  let waiting: NodeJS.Timeout | null = null;
  let stopping: Promise<boolean> | null = null;
  let onEnd: ((well: boolean) => void) | null = null;
  let deaths = 0;

  const output = options.onLine === undefined ? 2 : "pipe";

  const launch = (): void => {
    const startedAt = Date.now();
    waiting = null;
    const started = spawn(file, args, {
      env,
      ...(cwd !== undefined && { cwd }),
      // Of its own group: a Ctrl-C is ours to act on. Its stdout goes to our stderr: ours is for the one ready line.
      detached: true,
      stdio: ["ignore", output, output, ...(ipc ? (["ipc"] as const) : [])],
    });
    for (const stream of [started.stdout, started.stderr]) {
      if (stream !== null) createInterface(stream).on("line", (line) => options.onLine?.(line));
    }
    child = started;
    let over = false;
    const ended = (how: object, well: boolean): void => {
      if (over) return;
      over = true;
      child = null;
      if (stopping !== null) {
        onEnd?.(well);
        return;
      }
      if (Date.now() - startedAt > HEALTHY_MS) deaths = 0;
      const delayMs = Math.min(FIRST_DELAY_MS * 2 ** deaths++, MAX_DELAY_MS);
      logger.error({ process: name, ...how, restartInMs: delayMs }, "a process ended and is started again");
      waiting = setTimeout(restart, delayMs);
    };
    started.once("exit", (code, signal) => ended({ code, signal }, code === 0));
    started.once("error", (error) => ended({ err: error }, false));
    if (started.pid !== undefined) {
      logger.debug({ process: name, pid: started.pid }, "process started");
      writeFileSync(options.noteFile, processIdentity(started.pid) ?? "");
    }
  };

  const restart = (): void => {
    const ready = options.beforeRestart?.() ?? Promise.resolve();
    ready
      .catch((error: unknown) =>
        logger.error({ process: name, err: error }, "clearing up after a process failed"),
      )
      .finally(() => {
        if (stopping === null) launch();
      });
  };

  const end = (deadlineMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      if (waiting !== null) clearTimeout(waiting);
      waiting = null;
      if (child === null) return resolve(deaths === 0);
      const forced = setTimeout(() => {
        logger.warn({ process: name, deadlineMs }, "a process did not stop in time and is killed");
        child?.kill("SIGKILL");
      }, deadlineMs);
      onEnd = (well) => {
        clearTimeout(forced);
        resolve(well);
      };
      child.kill("SIGTERM");
    });

  return {
    name,
    get pid() {
      return child?.pid ?? null;
    },
    start: () => {
      if (child === null && waiting === null && stopping === null) launch();
    },
    stop(deadlineMs) {
      stopping ??= end(deadlineMs);
      return stopping;
    },
    kill: () => void child?.kill("SIGKILL"),
  };
};
