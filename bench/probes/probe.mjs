import { spawn } from "node:child_process";
import { inRoot } from "../paths.mjs";

/**
 * Runs a probe in a process of its own, so that a busy benchmark does not pass for a slow service. The probe measures
 * until its stdin ends and prints one line of JSON.
 */
export const startProbe = (name, args = []) => {
  const child = spawn(process.execPath, [inRoot(`bench/probes/${name}.mjs`), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  const closed = new Promise((resolve) => child.once("close", resolve));
  const ready = new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("close", () => reject(new Error(`the ${name} probe did not start`)));
  });
  return {
    ready,
    /** What it measured. */
    async stop() {
      child.stdin.end();
      await closed;
      return JSON.parse(said.trim().split("\n").at(-1));
    },
  };
};
