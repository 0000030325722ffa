import { writeFileSync } from "node:fs";
import { ImageError, type LanguageProof, openProver } from "@neuron/server";
import { Command } from "commander";
import { needRoot } from "../../need-root.js";
import { addSettings, configOf } from "../../settings-options.js";
import { mebibytes, table } from "../../table.js";
import { untilSignal } from "../../until-signal.js";
import { idsOf } from "./ids.js";

interface Options {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly bare?: boolean;
  readonly markdown?: string;
}

export const testCommand = (): Command =>
  addSettings(new Command("test"), "common", "image", "worker")
    .description("run every program of the languages' definitions in a real sandbox")
    .argument("[names...]", "ids or aliases")
    .option("--all", "every language that is installed")
    .option("--bare", "also time the hello program by hand, without a sandbox")
    .option("--json", "as JSON")
    .option("--markdown <file>", "also write the table there")
    .addHelpText("after", "\nFails when a program does: as a health check it needs no service to run.")
    .action(async (names: string[], { all, json, bare = false, markdown, ...settings }: Options) => {
      needRoot("neuron languages test");
      const config = configOf(settings as Record<string, string>);
      const prover = openProver(config);
      const installed = prover.languages;
      const ids = all ? installed.map(({ id }) => id) : idsOf({ languages: prover.known }, names);
      const absent = ids.filter((id) => !installed.some((one) => one.id === id));
      if (absent.length > 0)
        throw new ImageError(
          `Not installed: ${absent.join(", ")}. Add them first: neuron languages add ${absent.join(" ")}`,
        );
      const proofs: LanguageProof[] = [];
      await prover.prove(
        installed.filter(({ id }) => ids.includes(id)),
        {
          bare,
          signal: untilSignal("nothing is left of it"),
          onProof: (proof) => {
            proofs.push(proof);
            if (!json) process.stderr.write(`${lineOf(proof)}\n`);
          },
        },
      );
      const wrong = proofs.filter(isWrong);
      if (json) process.stdout.write(`${JSON.stringify(proofs.map(toJson), null, 2)}\n`);
      else
        process.stdout.write(
          `\n${show(proofs, prover.bytesOf)}\n${proofs.length - wrong.length} languages passed, ${wrong.length} failed\n`,
        );
      if (markdown) writeFileSync(markdown, toMarkdown(proofs, prover.bytesOf));
      if (wrong.length > 0 || proofs.length === 0) process.exitCode = 1;
    });

const isWrong = ({ checks }: LanguageProof): boolean => checks.some(({ wrong }) => wrong !== null);

const lineOf = ({ language, checks }: LanguageProof): string =>
  [
    `${language.id}: ${checks.map(({ check, wrong }) => `${check} ${wrong === null ? "ok" : "WRONG"}`).join(", ")}`,
    ...checks.flatMap(({ check, wrong }) => (wrong === null ? [] : [`  ${check}: ${wrong}`])),
  ].join("\n");

const toJson = ({ language, checks, without, helloMs, bareMs }: LanguageProof) => ({
  id: language.id,
  name: language.name,
  version: language.installedVersion,
  passed: !checks.some(({ wrong }) => wrong !== null),
  checks,
  without,
  helloMs,
  bareMs,
});

type BytesOf = (id: string) => number;

const HEAD = ["LANGUAGE", "VERSION", "LAYER", "CHECKS", "HELLO", "BY HAND"];

const cellsOf = (proof: LanguageProof, bytesOf: BytesOf): string[] => {
  const { language, checks, helloMs, bareMs } = proof;
  const passed = checks.filter(({ wrong }) => wrong === null).length;
  const bytes = bytesOf(language.id);
  return [
    language.name,
    language.installedVersion,
    language.core ? "image" : bytes === 0 ? "shared" : mebibytes(bytes),
    `${passed} of ${checks.length}`,
    milliseconds(helloMs),
    milliseconds(bareMs),
  ];
};

const milliseconds = (ms: number | null): string =>
  ms === null ? "" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

const show = (proofs: readonly LanguageProof[], bytesOf: BytesOf): string =>
  table(
    HEAD,
    proofs.map((proof) => cellsOf(proof, bytesOf)),
    [2, 3, 4, 5],
  );

const toMarkdown = (proofs: readonly LanguageProof[], bytesOf: BytesOf): string => {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const head = ["Language", "Id", "Version", "Layer", "Checks passed", "Hello", "By hand"];
  return [
    "# Languages",
    "",
    "Written by `neuron languages test --all --bare --markdown`: every program of every definition was run in a real sandbox.",
    "*Hello* is compiling and running the hello program in a sandbox that was ready (without HTTP and queue); *by hand* is the",
    "same with the same toolchain outside of any sandbox. *Layer* is what the language takes on the disk beyond what it needs of",
    "others.",
    "",
    row(head),
    row(head.map(() => "---")),
    ...proofs.map((proof) => {
      const [name = "", ...rest] = cellsOf(proof, bytesOf);
      return row([name, `\`${proof.language.id}\``, ...rest]);
    }),
    "",
  ].join("\n");
};
