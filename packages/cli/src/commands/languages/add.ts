import { type LanguageStore, openLanguages } from "@neuron/server";
import { Command } from "commander";
import { needRoot } from "../../need-root.js";
import { createProgress } from "../../progress.js";
import { addSettings, configOf } from "../../settings-options.js";
import { mebibytes } from "../../table.js";
import { untilSignal } from "../../until-signal.js";
import { idsOf } from "./ids.js";

export const addCommand = (): Command =>
  addSettings(new Command("add"), "common", "image")
    .description("install languages; a service that runs takes them up by itself")
    .argument("[names...]", "ids or aliases")
    .option("--all", "every language that there is")
    .addHelpText(
      "after",
      "\nEach language is one layer over the image. What is there already is left as it is, so an interrupted command can be\n" +
        "run again. A file <id>.json in the folder languages of the data directory is a language like any other.",
    )
    .action(async (names: string[], { all, ...options }: { all?: boolean } & Record<string, string>) => {
      const store = openLanguages(configOf(options));
      const ids = all ? store.languages.map(({ id }) => id) : idsOf(store, names);
      needRoot("neuron languages add");
      const failed = await addLanguages(
        store,
        ids,
        untilSignal("what was finished stays; run it again to go on"),
      );
      if (failed > 0) process.exitCode = 1;
    });

/** Adds what is missing, and says so. Gives how many could not be added. */
export const addLanguages = async (
  store: LanguageStore,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<number> => {
  const image = createProgress("image");
  const languages = createProgress("languages");
  const { added, failed } = await store.add(ids, {
    signal,
    onImage: image,
    onProgress: ({ id, index, count, step, part }) => {
      const shown = part > 0 ? ` ${Math.floor(part * 100)} %` : "";
      languages.redraw(`${id}: ${step}${shown}`, index + Math.min(part, 0.99), count);
    },
    onBusy: (pid) => languages.tell(`waiting for process ${pid}, which is adding or removing languages`),
    onAdded: ({ language, version, bytes }) =>
      languages.tell(`${language} ${version} (${mebibytes(bytes)}) is installed`),
  });
  languages.end();
  for (const error of failed.values()) process.stderr.write(`${error.message}\n`);
  if (added.length === 0 && failed.size === 0) process.stderr.write("Everything was installed already.\n");
  return failed.size;
};
