import { spawn } from "node:child_process";

export interface CommandResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  /** Told each complete line of stderr as it comes. */
  readonly onStderrLine?: (line: string) => void;
}

/** Of each stream, the last this many characters are kept. */
const KEPT = 64 * 1024;

/**
 * Runs a program to its end. A failing program is a result; a missing one, a time-out or an abort rejects, after the
 * program's whole process group was killed.
 */
export const runCommand = (
  file: string,
  args: readonly string[],
  { timeoutMs, env, cwd, signal, onStderrLine }: CommandOptions,
): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(file, args, {
      cwd,
      env: env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      // Its own group, so that a Ctrl-C on the terminal reaches only us and we end the group as a whole.
      detached: true,
    });
    let failure: Error | null = null;
    const stop = (reason: Error): void => {
      failure ??= reason;
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // The group is gone already.
      }
    };
    const timer = setTimeout(() => stop(new Error(`${file} took longer than ${timeoutMs} ms`)), timeoutMs);
    const onAbort = (): void => stop(signal?.reason as Error);
    signal?.addEventListener("abort", onAbort, { once: true });

    let stdout = "";
    let stderr = "";
    let line = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout = (stdout + text).slice(-KEPT);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-KEPT);
      if (onStderrLine === undefined) return;
      const lines = (line + text).split("\n");
      line = lines.pop() ?? "";
      for (const each of lines) onStderrLine(each);
    });
    child.on("error", (error) => {
      failure ??= error;
      if (child.pid === undefined) finish(null, null);
    });
    child.on("close", (code, endSignal) => finish(code, endSignal));
    const finish = (code: number | null, endSignal: NodeJS.Signals | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      if (failure !== null) reject(failure);
      else resolve({ code, signal: endSignal, stdout, stderr });
    };
  });
