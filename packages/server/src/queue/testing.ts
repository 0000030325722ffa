import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A private redis-server for one test file: Unix socket and append-only log in a temporary folder. */
export interface TestRedis {
  readonly url: string;
  readonly socketPath: string;
  /** kill -9. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same data. Resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. Idempotent. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 10_000;

export async function startTestRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), "neuron-redis-"));
  const socketPath = join(folder, "redis.sock");
  let server: ChildProcess | undefined;

  async function launch(): Promise<void> {
    // `appendfsync no`: every answered command is in the kernel's hands, so a kill loses nothing. `everysec`, oddly,
    // may hold back a write for up to 2 s while an earlier one is being synced.
    const args = ["--port", "0", "--unixsocket", socketPath, "--dir", folder, "--save", ""];
    args.push("--appendonly", "yes", "--appendfsync", "no", "--daemonize", "no", "--loglevel", "warning");
    const child = spawn("redis-server", args, { stdio: "ignore" });
    server = child;
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await answers(socketPath))) {
      if (child.exitCode !== null) throw new Error(`redis-server ended with code ${child.exitCode}`);
      if (Date.now() > deadline) throw new Error("redis-server does not answer");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async function kill(): Promise<void> {
    const child = server;
    server = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  try {
    await launch();
  } catch (error) {
    await kill();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    url: `unix://${socketPath}`,
    socketPath,
    kill,
    restart: launch,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once("connect", () => socket.write("PING\r\n"));
    socket.once("data", (data) => {
      resolve(data.toString().startsWith("+PONG"));
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
