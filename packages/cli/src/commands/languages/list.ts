import { openLanguages } from "@neuron/server";
import { Command } from "commander";
import { addSettings, configOf } from "../../settings-options.js";
import { mebibytes, table } from "../../table.js";

export const listCommand = (): Command =>
  addSettings(new Command("list"), "common", "image")
    .description("list the languages, with the versions of those that are installed")
    .option("--json", "as JSON")
    .option("--installed", "only those")
    .action(
      ({ json, installed, ...options }: { json?: boolean; installed?: boolean } & Record<string, string>) => {
        const rows = rowsOf(options).filter((row) => !installed || row.version !== null);
        process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : show(rows));
      },
    );

export interface Row {
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  /** Of its own layer; 0 for one that is in the image, or in another's. */
  readonly bytes: number;
  readonly aliases: readonly string[];
  readonly core: boolean;
  readonly primed: boolean;
}

const rowsOf = (options: Record<string, string>): readonly Row[] => {
  const store = openLanguages(configOf(options));
  const installed = new Map(store.lookUp()?.installed.map((language) => [language.id, language]));
  return store.languages.map(({ id, name, aliases, core = false, prime, compilePrime }) => {
    const own = store.manifests(id)?.find(({ language }) => language === id);
    return {
      id,
      name,
      version: installed.get(id)?.installedVersion ?? null,
      bytes: own?.bytes ?? 0,
      aliases,
      core,
      primed: prime !== "launcher" || compilePrime !== undefined,
    };
  });
};

const show = (rows: readonly Row[]): string => {
  const cells = rows.map(({ id, name, version, bytes, aliases, core }) => [
    id,
    name,
    version ?? "-",
    version === null ? "" : core ? "image" : bytes === 0 ? "shared" : mebibytes(bytes),
    aliases.join(" "),
  ]);
  const missing = rows.filter(({ version }) => version === null).length;
  const hint = missing > 0 ? `\n${missing} are not installed: neuron languages add <ids>\n` : "";
  return `${table(["ID", "NAME", "VERSION", "SIZE", "ALSO"], cells, [3])}${hint}`;
};
