import { ensureCoreImage } from "@neuron/server";
import { Command } from "commander";
import { needRoot } from "../need-root.js";
import { createProgress } from "../progress.js";
import { addSettings, configOf } from "../settings-options.js";

export const imageCommand = (): Command =>
  new Command("image").description("the root file systems that sandboxes share").addCommand(
    addSettings(new Command("build"), "common", "image")
      .description("build the core image, unless there is one of the same definition")
      .action(async (options) => {
        needRoot("neuron image build");
        const abort = new AbortController();
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
          process.once(signal, () =>
            abort.abort(new Error(`stopped by ${signal}; what was begun is removed`)),
          );
        }
        const image = await ensureCoreImage(configOf(options), createProgress("image"), abort.signal);
        process.stdout.write(`${image.rootfs}\n`);
      }),
  );
