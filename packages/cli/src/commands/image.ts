import { ensureRedisServer, openLanguages } from "@neuron/server";
import { Command } from "commander";
import { needRoot } from "../need-root.js";
import { addSettings, configOf } from "../settings-options.js";
import { untilSignal } from "../until-signal.js";
import { addLanguages } from "./languages/index.js";

const LEFT = "what was begun is removed";

export const imageCommand = (): Command =>
  new Command("image")
    .description("the root file systems that sandboxes share")
    .addCommand(
      addSettings(new Command("build"), "common", "image")
        .description("build the image and the chosen languages, as far as they are not there")
        .action(async (options) => {
          needRoot("neuron image build");
          const store = openLanguages(configOf(options));
          if ((await addLanguages(store, store.wanted, untilSignal(LEFT))) > 0) process.exitCode = 1;
        }),
    )
    .addCommand(
      addSettings(new Command("redis"), "common", "image")
        .description("unpack a redis-server, unless the machine has one that is new enough")
        .action(async (options) => {
          needRoot("neuron image redis");
          process.stdout.write(`${await ensureRedisServer(configOf(options), untilSignal(LEFT))}\n`);
        }),
    );
