import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Argument, Command, Option } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bashCompletion } from "./bash.js";
import { completables } from "./commands.js";
import { fishCompletion } from "./fish.js";
import { zshCompletion } from "./zsh.js";

const program = new Command("neuron")
  .option("-V, --version", "the version")
  .addCommand(
    new Command("run")
      .description("don't \\ $(touch pwned) `touch pwned`: run it")
      .argument("<file>")
      .option("-f, --file <path>", "a file")
      .option("--json", "as JSON")
      .addOption(new Option("--checker <type>", "how").choices(["exact", "lines"])),
  )
  .addCommand(
    new Command("admin")
      .description("look after it")
      .addCommand(new Command("keys").description("its keys").option("--tenant <id>", "whose")),
  )
  .addCommand(new Command("secret"), { hidden: true })
  .addCommand(new Command("shell").addArgument(new Argument("<which>").choices(["bash", "zsh"])));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "neuron-completion-"));
  writeFileSync(join(folder, "data.txt"), "");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const all = completables(program);
const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

const ask = (shell: string, args: string[]): string[] =>
  execFileSync(shell, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] })
    .split("\n")
    .filter((line) => line !== "")
    .sort();

/** What a shell offers for the words so far, the last of which is being written. */
const SHELLS: Record<string, (words: string[]) => string[]> = {
  bash(words) {
    const script = `${bashCompletion(all)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _neuron; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return ask("bash", ["--norc", "-c", script, "bash", ...words]);
  },
  fish(words) {
    const script = `${fishCompletion(all)}\ncomplete -C ${JSON.stringify(words.join(" "))}`;
    return ask("fish", ["--no-config", "-c", script]).map((line) => line.split("\t")[0] ?? "");
  },
  zsh(words) {
    // Its own functions need a terminal: these say what they would be given.
    const script = `
_describe() { local each; for each in "\${(@P)2}"; do print -r -- "\${each%%:*}"; done }
compadd() { shift; print -rl -- "$@" }
_files() { print -rl -- *(N) }
compdef() { : }
${zshCompletion(all)}
words=("$@"); CURRENT=$#; _neuron`;
    return ask("zsh", ["-f", "-c", script, "zsh", ...words]);
  },
};

describe.each(Object.keys(SHELLS))("%s", (shell) => {
  const complete = (words: string[]): string[] => SHELLS[shell]?.(words) ?? [];

  // The machine may lack a shell; bash it has.
  describe.skipIf(shell !== "bash" && !has(shell))("offers", () => {
    test("commands, without hidden ones", () => {
      const offered = complete(["neuron", ""]);
      expect(offered).toEqual(expect.arrayContaining(["admin", "run", "shell"]));
      expect(offered).not.toContain("secret");
    });

    test("commands below a command", () => {
      expect(complete(["neuron", "admin", ""])).toContain("keys");
      expect(complete(["neuron", "admin", ""])).not.toContain("run");
    });

    test("options of the command, and not those of others", () => {
      const offered = complete(["neuron", "run", "--"]);
      expect(offered).toEqual(expect.arrayContaining(["--checker", "--file", "--json"]));
      expect(offered).not.toContain("--tenant");
      expect(complete(["neuron", "admin", "keys", "--"])).toContain("--tenant");
    });

    test("values that are known, and files where a file may follow", () => {
      expect(complete(["neuron", "run", "--checker", ""])).toEqual(["exact", "lines"]);
      expect(complete(["neuron", "shell", ""])).toEqual(expect.arrayContaining(["bash", "zsh"]));
      expect(complete(["neuron", "run", "--file", ""])).toContain("data.txt");
    });

    test("without running what a description says", () => {
      complete(["neuron", ""]);
      expect(ask("ls", [folder])).toEqual(["data.txt"]);
    });
  });
});
