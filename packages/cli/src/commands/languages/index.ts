import { Command } from "commander";
import { addCommand } from "./add.js";
import { infoCommand } from "./info.js";
import { listCommand } from "./list.js";
import { removeCommand } from "./remove.js";
import { testCommand } from "./test.js";

export { addLanguages } from "./add.js";

export const languagesCommand = (): Command =>
  new Command("languages")
    .description("the languages: list, add, remove, test")
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(addCommand())
    .addCommand(removeCommand())
    .addCommand(testCommand())
    .addCommand(infoCommand());
