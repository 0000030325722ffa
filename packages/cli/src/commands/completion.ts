import { Argument, Command } from "commander";
import { bashCompletion } from "../completion/bash.js";
import { completables } from "../completion/commands.js";
import { fishCompletion } from "../completion/fish.js";
import { zshCompletion } from "../completion/zsh.js";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

const HELP = `
bash: source <(neuron completion bash)                                  in ~/.bashrc
zsh:  source <(neuron completion zsh)                                   in ~/.zshrc, after compinit
fish: neuron completion fish > ~/.config/fish/completions/neuron.fish
`;

/** `loadAll` gives every command that is to be completed. */
export const completionCommand = (loadAll: () => Promise<readonly Command[]>): Command =>
  new Command("completion")
    .description("print what makes a shell complete neuron's commands and options")
    .addArgument(new Argument("<shell>", "which one").choices(Object.keys(SHELLS)))
    .addHelpText("after", HELP)
    .action(async (shell: keyof typeof SHELLS) => {
      const program = new Command("neuron").option("-V, --version", "output the version number");
      for (const command of await loadAll()) program.addCommand(command);
      process.stdout.write(SHELLS[shell](completables(program)));
    });
