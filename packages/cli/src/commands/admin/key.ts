import { Command } from "commander";
import { printLine } from "../../admin/connect.js";
import { findAdminKey } from "../../admin/find-key.js";

export const keyCommand = (): Command =>
  new Command("key")
    .description("print the admin key of the service on this machine")
    .option("--data-dir <directory>", "where the service keeps it (NEURON_DATA_DIR)")
    .action(({ dataDir }: { dataDir?: string }) => printLine(findAdminKey({ dataDir })));
