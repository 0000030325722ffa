import { ensureChosenImage, ensureRedisServer, ImageError } from "@neuron/server";
import { Command } from "commander";
import { needRoot } from "../need-root.js";
import { createProgress } from "../progress.js";
import { addSettings, configOf } from "../settings-options.js";

export const imageCommand = (): Command =>
  new Command("image")
    .description("the root file systems that sandboxes share")
    .addCommand(
      addSettings(new Command("build"), "common", "image")
        .description("build the image of the chosen languages, unless there is one")
        .action(async (options) => {
          needRoot("neuron image build");
          const image = await ensureChosenImage(configOf(options), createProgress("image"), untilSignal());
          process.stdout.write(`${image.rootfs}\n`);
        }),
    )
    .addCommand(
      addSettings(new Command("redis"), "common", "image")
        .description("unpack a redis-server, unless the machine has one that is new enough")
        .action(async (options) => {
          needRoot("neuron image redis");
          process.stdout.write(`${await ensureRedisServer(configOf(options), untilSignal())}\n`);
        }),
    );

/** Aborts what is under way, so that it removes what it has begun. */
const untilSignal = (): AbortSignal => {
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () =>
      abort.abort(new ImageError(`stopped by ${signal}; what was begun is removed`)),
    );
  }
  return abort.signal;
};
