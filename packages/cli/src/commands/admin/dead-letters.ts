import type { DeadLetter, DeadLetterDetail, DeadLetterList } from "@neuron/contract";
import { Command } from "commander";
import { type AdminClient, path } from "../../admin/admin-client.js";
import { addConnection, type Connection, connect, print, printLine } from "../../admin/connect.js";
import { printable, table } from "../../table.js";

export const deadLettersCommand = (): Command =>
  new Command("dead-letters")
    .description("executions that were given up, since each attempt took its worker or sandbox down")
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(eachCommand("retry", "put them back into the queue, at no cost for their tenants", retry))
    .addCommand(eachCommand("drop", "forget what they were to run", drop));

const listCommand = (): Command =>
  addConnection(new Command("list"))
    .description("list them, the latest first")
    .action(async (options: Connection) => {
      print(options, await allOf(connect(options)), (letters) =>
        letters.length === 0
          ? "There are no dead letters.\n"
          : table(
              ["ID", "TENANT", "LANGUAGE", "DIED", "REASON"],
              letters.map(({ id, tenant, language, diedAt, reason }) => [
                id,
                tenant,
                language.id,
                diedAt,
                reason,
              ]),
            ),
      );
    });

const showCommand = (): Command =>
  addConnection(new Command("show").argument("<id>", "of the execution"))
    .description("show one of them, with what it was to run")
    .action(async (id: string, options: Connection) => {
      const letter = await connect(options).ask<DeadLetterDetail>("GET", path`/v1/admin/dead-letters/${id}`);
      print(options, letter, ({ tenant, language, diedAt, reason, attempts, request }) =>
        [
          `id        ${id}`,
          `tenant    ${tenant}`,
          `language  ${language.id} ${language.version}`,
          `died      ${diedAt}, after ${attempts} attempts`,
          `reason    ${printable(reason)}`,
          "",
          // As JSON, in which nothing can play tricks on a terminal.
          JSON.stringify(request, null, 2),
          "",
        ].join("\n"),
      );
    });

const retry = async (client: AdminClient, id: string): Promise<string> => {
  await client.ask("POST", path`/v1/admin/dead-letters/${id}/retry`);
  return `${id} is queued again.`;
};

const drop = async (client: AdminClient, id: string): Promise<string> => {
  await client.ask("DELETE", path`/v1/admin/dead-letters/${id}`);
  return `${id} is dropped.`;
};

const eachCommand = (
  name: string,
  what: string,
  act: (client: AdminClient, id: string) => Promise<string>,
): Command =>
  addConnection(new Command(name).argument("[ids...]", "of executions"))
    .description(what)
    .option("--all", "all that there are now")
    .action(async (ids: string[], options: Connection & { all?: boolean }, command: Command) => {
      if ((ids.length === 0) !== (options.all === true)) command.error("error: give either ids, or --all");
      const client = connect(options);
      for (const id of options.all ? (await allOf(client)).map((letter) => letter.id) : ids)
        printLine(await act(client, id));
    });

const allOf = async (client: AdminClient): Promise<DeadLetter[]> => {
  const letters: DeadLetter[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const after: string = cursor === "" ? "" : path`&cursor=${cursor}`;
    const page: DeadLetterList = await client.ask("GET", `/v1/admin/dead-letters?limit=100${after}`);
    letters.push(...page.deadLetters);
    cursor = page.cursor;
  }
  return letters;
};
