import type { Account, NewAccount, TenantList } from "@neuron/contract";
import { Command } from "commander";
import { path } from "../../admin/admin-client.js";
import { addConnection, type Connection, connect, print, printLine } from "../../admin/connect.js";
import { numberOrDefault, orNull, wholeNumber } from "../../admin/numbers.js";
import { printable, table } from "../../table.js";

export const tenantsCommand = (): Command =>
  new Command("tenants")
    .description("those who have API keys")
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(createCommand())
    .addCommand(setCommand())
    .addCommand(switchCommand("disable", "refuse its keys; what it has queued goes on", true))
    .addCommand(switchCommand("enable", "accept its keys again", false))
    .addCommand(deleteCommand());

const listCommand = (): Command =>
  addConnection(new Command("list"))
    .description("list all tenants")
    .action(async (options: Connection) => {
      const client = connect(options);
      const tenants: Account[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const after: string = cursor === "" ? "" : path`&cursor=${cursor}`;
        const page: TenantList = await client.ask("GET", `/v1/admin/tenants?limit=100${after}`);
        tenants.push(...page.tenants);
        cursor = page.cursor;
      }
      print(options, tenants, (all) =>
        all.length === 0
          ? "There are no tenants yet: neuron admin tenants create makes one.\n"
          : table(
              ["ID", "NAME", "CREDITS", "SPENT", "QUEUED", "RUNNING", "KEYS", "CREATED", ""],
              all.map(({ id, name, credits, usage, createdAt, disabled }) => [
                id,
                name ?? "",
                credits === null ? "no limit" : String(credits.available),
                credits === null ? "" : String(credits.spent),
                String(usage.queued),
                String(usage.running),
                String(usage.keys),
                createdAt?.slice(0, 10) ?? "",
                disabled ? "disabled" : "",
              ]),
            ),
      );
    });

const showCommand = (): Command =>
  addConnection(new Command("show").argument("<tenant>", "its id"))
    .description("show one of them")
    .action(async (tenant: string, options: Connection) => {
      print(options, await connect(options).ask<Account>("GET", path`/v1/admin/tenants/${tenant}`), describe);
    });

interface NewOptions extends Connection {
  readonly name?: string;
  readonly email?: string;
  readonly credits?: number;
}

const createCommand = (): Command =>
  addConnection(new Command("create"))
    .description("make a tenant, and show its first key once")
    .option("--name <name>", "of whoever it is")
    .option("--email <address>", "to reach its owner")
    .option("--credits <count>", "executions that it may run (without this: no limit)", wholeNumber(0, 1e12))
    .action(async (options: NewOptions) => {
      const { name, email, credits } = options;
      const body = {
        ...(name !== undefined && { name }),
        ...(email !== undefined && { email }),
        ...(credits !== undefined && { credits }),
      };
      const made = await connect(options).ask<NewAccount>("POST", "/v1/admin/tenants", body);
      print(
        options,
        made,
        ({ account, key }) => `${describe(account)}key        ${key.key}\n\nThe key is not shown again.\n`,
      );
    });

interface SetOptions extends Connection {
  readonly name?: string;
  readonly email?: string;
  readonly maxQueued?: number | "default";
  readonly maxRunning?: number | "default";
  readonly weight?: number | "default";
  readonly requestsPerSecond?: number | "default";
  readonly requestBurst?: number | "default";
}

const setCommand = (): Command =>
  addConnection(new Command("set").argument("<tenant>", "its id"))
    .description('change what a tenant is and may; "default" gives a limit back to what holds for all')
    .option("--name <name>", "of whoever it is")
    .option("--email <address>", "to reach its owner")
    .option("--max-queued <count>", "executions that may wait", numberOrDefault)
    .option("--max-running <count>", "executions that may run at once", numberOrDefault)
    .option(
      "--weight <number>",
      "its share beside others: twice the weight, twice the share",
      numberOrDefault,
    )
    .option("--requests-per-second <count>", "0: no limit", numberOrDefault)
    .option("--request-burst <count>", "requests that may come at once after a rest", numberOrDefault)
    .action(async (tenant: string, options: SetOptions, command: Command) => {
      const { name, email, maxQueued, maxRunning, weight, requestsPerSecond, requestBurst } = options;
      const limits = given({
        maxQueued: orNull(maxQueued),
        maxRunning: orNull(maxRunning),
        weight: orNull(weight),
        requestsPerSecond: orNull(requestsPerSecond),
        requestBurst: orNull(requestBurst),
      });
      const body = { ...given({ name, email }), ...(Object.keys(limits).length > 0 && { limits }) };
      if (Object.keys(body).length === 0)
        command.error("error: nothing to set: give at least one of the options");
      const account = await connect(options).ask<Account>("PATCH", path`/v1/admin/tenants/${tenant}`, body);
      print(options, account, describe);
    });

const given = <T extends Record<string, unknown>>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

const switchCommand = (name: string, what: string, disabled: boolean): Command =>
  addConnection(new Command(name).argument("<tenant>", "its id"))
    .description(what)
    .action(async (tenant: string, options: Connection) => {
      const account = await connect(options).ask<Account>("PATCH", path`/v1/admin/tenants/${tenant}`, {
        disabled,
      });
      print(options, account, ({ id }) => `${id} is ${disabled ? "disabled" : "enabled"}.\n`);
    });

const deleteCommand = (): Command =>
  addConnection(new Command("delete").argument("<tenant>", "its id"))
    .description("delete a tenant with its keys and credits, once nothing of it is under way")
    .action(async (tenant: string, options: Connection) => {
      await connect(options).ask("DELETE", path`/v1/admin/tenants/${tenant}`);
      printLine(`${tenant} is deleted.`);
    });

const describe = ({ id, name, email, createdAt, disabled, credits, limits, usage }: Account): string => {
  const or = (value: number | null, other: string) => (value === null ? other : String(value));
  const rows = [
    ["id", `${id}${disabled ? " (disabled)" : ""}`],
    ["name", name ?? ""],
    ["email", email ?? ""],
    ["created", createdAt ?? ""],
    [
      "credits",
      credits === null
        ? "no limit"
        : `${credits.available} of ${credits.granted} left, ${credits.reserved} reserved, ${credits.spent} spent`,
    ],
    ["queued", `${usage.queued} of ${or(limits.maxQueued, "any number")}`],
    ["running", `${usage.running} of ${or(limits.maxRunning, "any number")}`],
    ["weight", String(limits.weight)],
    [
      "requests",
      limits.requestsPerSecond === null
        ? "no limit"
        : `${limits.requestsPerSecond} per second, ${or(limits.requestBurst, "")} at once`,
    ],
    ["keys", String(usage.keys)],
  ] as const;
  return rows
    .filter(([, value]) => value !== "")
    .map(([word, value]) => `${word.padEnd(9)}  ${printable(value)}\n`)
    .join("");
};
