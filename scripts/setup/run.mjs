import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { SetupError } from "./say.mjs";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Runs a program to its end with its output on our stderr. With `quiet`, the output is shown only when it fails.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export const run = (file, args, { env = process.env, quiet = false } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        output = (output + data).slice(-256 * 1024);
        if (!quiet) process.stderr.write(data);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0 && quiet) process.stderr.write(output);
      resolve({ code, output });
    });
  });

/**
 * Like `run`, but a failure ends the set-up.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean, advice?: string }} [options]
 */
export const must = async (file, args, options = {}) => {
  const { code } = await run(file, args, options);
  if (code === 0) return;
  const advice = options.advice === undefined ? "" : ` ${options.advice}`;
  throw new SetupError(
    `\`${[file, ...args].join(" ")}\` failed (exit code ${code}); its output is above.${advice}`,
  );
};
