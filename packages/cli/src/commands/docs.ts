import { describeSettings, LanguageFileSchema } from "@neuron/server";
import { Argument, Command } from "commander";

const PAGES = {
  configuration: describeSettings,
  "language-schema": () => `${JSON.stringify(LanguageFileSchema, null, 2)}\n`,
};

/** Pages and schemas that are generated from the code. */
export const docsCommand = (): Command =>
  new Command("docs")
    .description("print a generated page")
    .addArgument(new Argument("<page>", "which one").choices(Object.keys(PAGES)))
    .action((page: keyof typeof PAGES) => {
      process.stdout.write(PAGES[page]());
    });
