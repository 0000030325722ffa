import type { Command } from "commander";

/** What can follow one command, as far as a shell can know it. */
export interface Completable {
  /** Names of the command and of those above it, without the program's own. */
  readonly path: readonly string[];
  readonly description: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletableOption[];
  /** Values of the first argument where they are known; null where files may follow. */
  readonly values: readonly string[] | null;
}

export interface CompletableOption {
  readonly long: string;
  readonly short: string | null;
  readonly description: string;
  /** Null: it takes no value. Empty: any value. */
  readonly values: readonly string[] | null;
}

/** The program and everything below it. */
export const completables = (command: Command, path: readonly string[] = []): readonly Completable[] => {
  const help = command.createHelp();
  const commands = help.visibleCommands(command).filter((each) => each.name() !== "help");
  return [
    {
      path,
      description: command.description(),
      commands: commands.map((each) => ({ name: each.name(), description: each.description() })),
      options: help
        .visibleOptions(command)
        .flatMap(({ long, short, description, required, optional, argChoices }) =>
          long == null
            ? []
            : [
                {
                  long,
                  short: short ?? null,
                  description,
                  values: required || optional ? (argChoices ?? []) : null,
                },
              ],
        ),
      values: command.registeredArguments[0]?.argChoices ?? null,
    },
    ...commands.flatMap((each) => completables(each, [...path, each.name()])),
  ];
};
