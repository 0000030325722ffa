import { randomUUID } from "node:crypto";
import type { Account } from "@neuron/contract";
import { Command } from "commander";
import { path } from "../../admin/admin-client.js";
import { addConnection, type Connection, connect, print } from "../../admin/connect.js";
import { wholeNumber } from "../../admin/numbers.js";

export const creditsCommand = (): Command =>
  new Command("credits")
    .description("executions that a tenant may run")
    .addCommand(changeCommand("grant", "give a tenant more of them", 1))
    .addCommand(changeCommand("take", "take back of what is available", -1));

interface GrantOptions extends Connection {
  readonly operation?: string;
}

const changeCommand = (name: string, what: string, sign: 1 | -1): Command =>
  addConnection(
    new Command(name).argument("<tenant>", "its id").argument("<amount>", "how many", wholeNumber(1, 1e12)),
  )
    .description(what)
    .option("--operation <name>", "such as an invoice number: the same operation is done once (within a day)")
    .action(async (tenant: string, amount: number, options: GrantOptions) => {
      const headers = { "idempotency-key": options.operation ?? randomUUID() };
      const to = path`/v1/admin/tenants/${tenant}/credits`;
      const account = await connect(options).ask<Account>("POST", to, { amount: sign * amount }, headers);
      print(options, account, ({ id, credits }) =>
        credits === null
          ? `${id} has no limit.\n`
          : `${id} has ${credits.available} left (${credits.granted} granted, ${credits.reserved} reserved, ${credits.spent} spent).\n`,
      );
    });
