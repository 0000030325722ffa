import { setTimeout as delay } from "node:timers/promises";
import type { Drain, WorkerList } from "@neuron/contract";
import { Command } from "commander";
import { type AdminClient, path } from "../../admin/admin-client.js";
import { addConnection, type Connection, connect, print } from "../../admin/connect.js";
import { table } from "../../table.js";

const POLL_MS = 500;

export const workersCommand = (): Command =>
  new Command("workers")
    .description("processes that run executions")
    .addCommand(listCommand())
    .addCommand(drainCommand())
    .addCommand(undrainCommand());

const listCommand = (): Command =>
  addConnection(new Command("list"))
    .description("list the workers that live")
    .action(async (options: Connection) => {
      print(options, await workersOf(connect(options)), ({ workers }) =>
        workers.length === 0
          ? "No worker is connected.\n"
          : table(
              ["ID", "STATE", "RUNNING", "SANDBOXES", "WARM", "SINCE"],
              workers.map(({ id, draining, ready, running, sandboxes, startedAt }) => [
                id,
                draining ? "draining" : ready ? "ready" : "starting",
                String(running),
                String(sandboxes.length),
                String(sandboxes.filter(({ state }) => state === "warm").length),
                startedAt,
              ]),
            ),
      );
    });

const drainCommand = (): Command =>
  addConnection(new Command("drain").argument("<worker>", "its id, or its name (the id up to the colon)"))
    .description("let a worker take nothing new, and end what it runs")
    .option("--wait", "until nothing runs on it any more")
    .action(async (worker: string, options: Connection & { wait?: boolean }) => {
      const client = connect(options);
      const drain = await client.ask<Drain>("POST", path`/v1/admin/workers/${worker}/drain`);
      if (options.wait) await idle(client, drain.id);
      print(options, drain, ({ id }) =>
        options.wait ? `${id} runs nothing any more.\n` : `${id} takes nothing new.\n`,
      );
    });

const undrainCommand = (): Command =>
  addConnection(new Command("undrain").argument("<worker>", "its id, or its name (the id up to the colon)"))
    .description("let a drained worker go on")
    .action(async (worker: string, options: Connection) => {
      const drain = await connect(options).ask<Drain>("POST", path`/v1/admin/workers/${worker}/undrain`);
      print(options, drain, ({ id }) => `${id} takes executions again.\n`);
    });

const workersOf = (client: AdminClient): Promise<WorkerList> => client.ask("GET", "/v1/admin/workers");

/** Until it says itself that it drains and that nothing runs, or until it is gone. */
const idle = async (client: AdminClient, id: string): Promise<void> => {
  for (let told = -1; ; await delay(POLL_MS)) {
    const worker = (await workersOf(client)).workers.find((each) => each.id === id);
    if (worker === undefined) return;
    if (worker.draining && worker.running === 0) return;
    if (worker.running !== told && process.stderr.isTTY) {
      process.stderr.write(`${worker.running} still running\n`);
      told = worker.running;
    }
  }
};
