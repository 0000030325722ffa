import { LanguageError, openLanguages } from "@neuron/server";
import { Command } from "commander";
import { needRoot } from "../../need-root.js";
import { addSettings, configOf } from "../../settings-options.js";
import { mebibytes } from "../../table.js";
import { untilSignal } from "../../until-signal.js";
import { idsOf } from "./ids.js";

export const removeCommand = (): Command =>
  addSettings(new Command("remove"), "common", "image")
    .alias("rm")
    .description("take languages away and give their space back; a service that runs notices by itself")
    .argument("<names...>", "ids or aliases")
    .action(async (names: string[], options: Record<string, string>) => {
      const store = openLanguages(configOf(options));
      const ids = idsOf(store, names);
      needRoot("neuron languages remove");
      const core = store.languages.filter((one) => one.core && ids.includes(one.id)).map(({ id }) => id);
      if (core.length > 0)
        throw new LanguageError(
          [`${core.join(", ")}: in the image itself, which is one piece.`],
          "Cannot be removed",
        );
      const bytes = await store.remove(ids, {
        signal: untilSignal("the rest of what was removed goes with the next removal"),
        onBusy: (pid) =>
          process.stderr.write(`waiting for process ${pid}, which is adding or removing languages\n`),
        onWaiting: (id) => process.stderr.write(`waiting for the last programs of ${id}\n`),
      });
      process.stderr.write(
        bytes === 0 ? "None of them has a layer of its own here.\n" : `${mebibytes(bytes)} are free again.\n`,
      );
    });
