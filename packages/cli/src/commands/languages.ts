import { findChosenImage, loadLanguages } from "@neuron/server";
import { Command } from "commander";
import { addSettings, configOf } from "../settings-options.js";

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
      process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
    });

interface Row {
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  readonly aliases: readonly string[];
}

const table = (rows: readonly Row[]): string => {
  const head = ["ID", "NAME", "VERSION", "ALSO"];
  const cells = rows.map((row) => [
    row.id,
    row.name,
    row.version ?? "(not in the image)",
    row.aliases.join(" "),
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...cells].map((line) => line[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return `${[head, ...cells].map(line).join("\n")}\n`;
};
