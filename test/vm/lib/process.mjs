// Programs, run to their end at the lowest priority: whoever else measures on this machine shall not notice.
import { spawn } from "node:child_process";

/**
 * Resolves with what it printed on stdout. Rejects when it fails, with the end of what it said on stderr.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ timeoutMs?: number, onStdout?: (chunk: Buffer) => void, onStderr?: (chunk: Buffer) => void, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 */
export const run = (file, args, { timeoutMs = 600_000, onStdout, onStderr, env = process.env } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn("nice", ["-n", "19", file, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      env,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      onStdout?.(chunk);
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      onStderr?.(chunk);
      stderr = (stderr + chunk).slice(-8192);
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else
        reject(Object.assign(new Error(`${file} ended with ${code ?? signal}: ${stderr.trim()}`), { code }));
    });
  });
