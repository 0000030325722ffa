import { openLanguages } from "@neuron/server";
import { Command } from "commander";
import { addSettings, configOf } from "../../settings-options.js";
import { mebibytes } from "../../table.js";
import { idsOf } from "./ids.js";

export const infoCommand = (): Command =>
  addSettings(new Command("info"), "common", "image")
    .description("what there is to know of a language")
    .argument("<name>", "id or alias")
    .option("--json", "its whole definition, as JSON")
    .action((name: string, { json, ...options }: { json?: boolean } & Record<string, string>) => {
      const store = openLanguages(configOf(options));
      const [id] = idsOf(store, [name]);
      const language = store.languages.find((one) => one.id === id);
      if (!language) return;
      const installed = store.lookUp()?.installed.find((one) => one.id === id);
      const layers = store.manifests(language.id) ?? [];
      if (json) {
        process.stdout.write(
          `${JSON.stringify({ ...language, installed: installed?.installedVersion ?? null, layers }, null, 2)}\n`,
        );
        return;
      }
      const from = [
        ...language.packages,
        ...(language.npm ?? []).map((one) => `npm:${one.name}@${one.version}`),
        ...(language.downloads ?? []).map((one) => `${one.registry}:${one.name}@${one.version}`),
      ];
      const lines: (readonly [string, string])[] = [
        ["id", language.id],
        ["name", language.name],
        ["aliases", language.aliases.join(", ")],
        ["version", installed?.installedVersion ?? `not installed: neuron languages add ${language.id}`],
        [
          "where",
          language.core
            ? "in the image"
            : layers.map((one) => `${one.name} (${mebibytes(one.bytes)})`).join(" over "),
        ],
        ["from", from.join(" ")],
        ["file", language.file],
        ["compile", language.compile?.join(" ") ?? ""],
        ["run", language.run.join(" ")],
        [
          "primed",
          [language.compilePrime, language.prime].filter((one) => one && one !== "launcher").join(", "),
        ],
        ["Judge0 ids", (language.judge0 ?? []).join(", ")],
        ["Piston names", (language.piston ?? []).join(", ")],
      ];
      for (const [what, text] of lines) if (text !== "") process.stdout.write(`${what.padEnd(14)}${text}\n`);
    });
