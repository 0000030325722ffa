import type { Pool } from "@neuron/contract";
import { Command } from "commander";
import { addConnection, type Connection, connect, print } from "../../admin/connect.js";
import { table } from "../../table.js";

export const poolCommand = (): Command =>
  addConnection(new Command("pool"))
    .description("show the sandboxes of all workers")
    .action(async (options: Connection) => {
      print(options, await connect(options).ask<Pool>("GET", "/v1/pool"), show);
    });

const show = ({ states, workers }: Pool): string => {
  const sums = Object.entries(states).map(([state, count]) => `${count} ${state}`);
  const rows = workers.flatMap(({ id, sandboxes }) =>
    sandboxes.map(({ id: sandbox, state, kind, uses, ageMs, memoryBytes }) => [
      id,
      sandbox,
      state,
      kind ?? "",
      String(uses),
      `${Math.round(ageMs / 1000)} s`,
      `${(memoryBytes / 1024 ** 2).toFixed(1)} MiB`,
    ]),
  );
  const deaths = workers.flatMap(({ id, deaths }) =>
    Object.entries(deaths).map(([reason, count]) => `${count} of ${id} destroyed: ${reason}`),
  );
  const head = ["WORKER", "SANDBOX", "STATE", "WAITS WITH", "RUNS", "AGE", "MEMORY"];
  return `${sums.join(", ")}\n\n${table(head, rows)}${deaths.length > 0 ? `\n${deaths.join("\n")}\n` : ""}`;
};
