import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inRoot } from "../paths.mjs";

const compile = (scratch) => {
  const program = join(scratch, "clients");
  if (!existsSync(program)) {
    execFileSync("cc", ["-std=c11", "-O2", "-o", program, inRoot("bench/load/clients.c")], {
      stdio: ["ignore", "inherit", "inherit"],
    });
  }
  return program;
};

/**
 * `count` clients in a program of their own (clients.c): one in JavaScript takes a tenth of the CPU time of what it measures, and
 * its answers wait for its event loop. `request`: bytes, as from `post`; `expected`: what the program prints. Any other
 * answer is an error.
 */
export const startClients = ({ scratch, url, count = 1, request, expected }) => {
  const folder = mkdtempSync(join(scratch, "clients-"));
  const files = { request: join(folder, "request"), expected: join(folder, "expected") };
  writeFileSync(files.request, request);
  const texts = ['"outcome":"accepted"', `"stdout":${JSON.stringify(expected)}`];
  writeFileSync(files.expected, texts.map((text) => `${text}\0`).join(""));
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const args = [host, url.port || "80", String(count), files.request, files.expected];
  const child = spawn(compile(scratch), args, { stdio: ["pipe", "pipe", "pipe"] });
  let waiting = null;
  let dead = null;
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-2000);
  });
  child.stdin.on("error", () => {});
  createInterface({ input: child.stdout }).on("line", (line) => waiting?.resolve(line));
  const closed = new Promise((resolve) => {
    child.once("error", (error) => {
      said = error.message;
    });
    child.once("close", () => {
      dead = new Error(`the clients ended: ${said.trim()}`);
      waiting?.reject(dead);
      resolve();
    });
  });
  const ask = async (command) => {
    if (dead) throw dead;
    child.stdin.write(`${command}\n`);
    try {
      return await new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    } finally {
      waiting = null;
    }
  };
  return {
    pid: child.pid,
    /** One request, another one where it is given: milliseconds from its first byte to the last one of the answer. */
    async once(other) {
      if (other !== undefined) writeFileSync(files.request, other);
      return Number(await ask("once")) / 1e6;
    },
    /** Each sends one request after the other for so long. */
    async serve(forMs) {
      const [ns, ...latencies] = (await ask(`serve ${forMs}`)).split(" ").map(Number);
      return { latencies: latencies.map((one) => one / 1e6), perSecond: (latencies.length * 1e9) / ns };
    },
    async close() {
      child.stdin.end();
      await closed;
    },
  };
};
