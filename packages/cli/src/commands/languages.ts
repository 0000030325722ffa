import { findChosenImage, loadLanguages } from "@neuron/server";
import { Command } from "commander";
import { addSettings, configOf } from "../settings-options.js";
import { table } from "../table.js";

export const languagesCommand = (): Command =>
  addSettings(new Command("languages"), "common", "image")
    .description("list the languages, with the versions in the image")
    .option("--json", "as JSON")
    .action(({ json, ...options }: { json?: boolean } & Record<string, string>) => {
      const versions = findChosenImage(configOf(options))?.manifest.versions ?? {};
      const rows = loadLanguages().map(({ id, name, aliases, prime, compilePrime }) => ({
        id,
        name,
        version: versions[id] ?? null,
        aliases,
        primed: prime !== "launcher" || compilePrime !== undefined,
      }));
      const cells = rows.map((row) => [
        row.id,
        row.name,
        row.version ?? "(not in the image)",
        row.aliases.join(" "),
      ]);
      const head = ["ID", "NAME", "VERSION", "ALSO"];
      process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : table(head, cells));
    });
