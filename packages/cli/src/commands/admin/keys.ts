import type { ApiKeyList, IssuedKey } from "@neuron/contract";
import { Command } from "commander";
import { path } from "../../admin/admin-client.js";
import { addConnection, type Connection, connect, print, printLine } from "../../admin/connect.js";
import { table } from "../../table.js";

export const keysCommand = (): Command =>
  new Command("keys")
    .description("API keys of a tenant")
    .addCommand(listCommand())
    .addCommand(createCommand())
    .addCommand(revokeCommand());

const listCommand = (): Command =>
  addConnection(new Command("list").argument("<tenant>", "its id"))
    .description("list the keys of a tenant (never their secrets)")
    .action(async (tenant: string, options: Connection) => {
      const list = await connect(options).ask<ApiKeyList>("GET", path`/v1/admin/tenants/${tenant}/keys`);
      print(options, list, ({ keys }) =>
        keys.length === 0
          ? "It has no keys.\n"
          : table(
              ["ID", "BEGINS", "NAME", "CREATED", "LAST USED"],
              keys.map(({ id, start, name, createdAt, lastUsedAt }) => [
                id,
                start,
                name,
                createdAt,
                lastUsedAt ?? "never",
              ]),
            ),
      );
    });

const createCommand = (): Command =>
  addConnection(new Command("create").argument("<tenant>", "its id"))
    .description("make a further key, and show it once")
    .option("--name <name>", "what it is for")
    .action(async (tenant: string, options: Connection & { name?: string }) => {
      const { name } = options;
      const body = name === undefined ? {} : { name };
      const issued = await connect(options).ask<IssuedKey>(
        "POST",
        path`/v1/admin/tenants/${tenant}/keys`,
        body,
      );
      print(options, issued, ({ id, key }) => `id   ${id}\nkey  ${key}\n\nThe key is not shown again.\n`);
    });

const revokeCommand = (): Command =>
  addConnection(new Command("revoke").argument("<tenant>", "its id").argument("<key>", "id of the key"))
    .description("make a key worthless, at once")
    .action(async (tenant: string, key: string, options: Connection) => {
      await connect(options).ask("DELETE", path`/v1/admin/tenants/${tenant}/keys/${key}`);
      printLine(`${key} is revoked.`);
    });
