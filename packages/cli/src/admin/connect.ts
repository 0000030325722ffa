import { type Command, Option } from "commander";
import { type AdminClient, createAdminClient } from "./admin-client.js";
import { findAdminKey } from "./find-key.js";

export interface Connection {
  readonly url: string;
  readonly key?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** The options of every command that asks the service. */
export const addConnection = (command: Command): Command =>
  command
    .addOption(
      new Option("--url <url>", "address of the service").env("NEURON_URL").default("http://127.0.0.1:4000"),
    )
    .option("--key <key>", "admin key (better in NEURON_ADMIN_KEY, since others see the flags)")
    .option("--data-dir <directory>", "where the service keeps its admin key (NEURON_DATA_DIR)")
    .option("--json", "print the answer as JSON");

export const connect = ({ url, key, dataDir }: Connection): AdminClient =>
  createAdminClient({ url, key: findAdminKey({ key, dataDir }) });

/** The answer as the service gave it, or what `show` makes of it. */
export const print = <T>({ json }: Connection, answer: T, show: (answer: T) => string): void => {
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : show(answer));
};

export const printLine = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
