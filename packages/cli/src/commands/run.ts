import type { Execution, FinishedEvent } from "@neuron/sdk";
import { Argument, Command, Option } from "commander";
import { EXIT, exitCodeOf } from "../client/exit-codes.js";
import { converse } from "../client/interactive.js";
import { untilInterrupt } from "../client/interrupt.js";
import { showLive } from "../client/live.js";
import { collect, duration, showBytes, showMs, size } from "../client/quantities.js";
import { type RunOptions, readRunRequest } from "../client/run-request.js";
import { addService, connect, type ServiceOptions } from "../client/service.js";
import { UsageError } from "../client/usage-error.js";
import { verdictTable } from "../client/verdicts.js";
import { printable } from "../table.js";

interface Options extends RunOptions, ServiceOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const EXAMPLES = `
Examples:
  neuron run hello.py
  neuron run sum.cpp < numbers.txt
  neuron run main.py --file lib/ --file data.csv -- one two
  neuron run solution.cpp --tests tests/
  neuron run -i game.py
  echo 'puts 1 + 1' | neuron run - --language ruby

It ends with the program's own exit code (128 + n after signal n). 124: time limit, 137: memory limit, 153: output limit,
65: it did not compile, 69: no service answers, 75: the service is full; docs/guides/cli.md has all of them.
`;

export const runCommand = (): Command =>
  addService(new Command("run"))
    .description("run a program in a sandbox of a service, and print what it prints as it does")
    .addArgument(new Argument("<program>", "file with the program, or - for standard input"))
    .addArgument(new Argument("[args...]", "arguments of the program; after -- they may begin with a dash"))
    .option("-l, --language <id>", "its language (default: by the name of the file)")
    .option("-f, --file <path>", "another file or directory to put beside it; PATH=NAME names it", collect)
    .option("-i, --interactive", "talk to it while it runs; on a terminal, it has one of its own")
    .option("--stdin <file>", "its input (default: this command's own, unless that is a terminal)")
    .option("-e, --env <name=value>", "a variable of its environment", collect)
    .option("--compile-arg <arg>", "an argument of the compiler", collect)
    .option("--time <time>", "CPU time it may use, such as 2s or 500ms", duration)
    .option("--wall-time <time>", "time it may take", duration)
    .option("--memory <size>", "memory it may use, such as 64M", size)
    .option("-t, --tests <directory>", "run it for each NAME.in, and compare with NAME.out or NAME.ans")
    .addOption(
      new Option("--checker <type>", "how tests compare").choices(["exact", "lines", "tokens", "float"]),
    )
    .option("--stop-on-first-failure", "run no further test after one that failed")
    .option("-v, --verbose", "say at the end how it went")
    .option("--json", "print the execution as JSON instead of what the program prints")
    .addHelpText("after", EXAMPLES)
    .action(async (program: string, args: string[], options: Options) => {
      process.exitCode = await run(program, args, options);
    });

const run = async (program: string, args: readonly string[], options: Options): Promise<number> => {
  if (options.interactive === true && (options.json === true || options.tests !== undefined))
    throw new UsageError("--interactive goes with neither --json nor --tests.");
  const webSocket = options.interactive === true ? (await import("ws")).WebSocket : undefined;
  const neuron = connect(options, { webSocket });
  const interrupt = untilInterrupt();
  let piped = true;
  process.stdout.on("error", () => {
    piped = false;
    interrupt.trigger();
  });
  try {
    const request = await readRunRequest(program, args, options, neuron, interrupt.signal);
    const { id } = await neuron.submit(request, { signal: interrupt.signal });
    interrupt.onSignal(() => neuron.cancel(id, { timeoutMs: 5_000 }));
    const { signal } = interrupt;
    if (options.json === true || request.tests !== undefined) {
      const execution = await neuron.wait(id, { signal });
      if (options.json === true) process.stdout.write(`${JSON.stringify(execution, null, 2)}\n`);
      else showTests(execution, request.tests?.length ?? 0);
      return exitCodeOf(execution);
    }
    const ended =
      (options.interactive === true
        ? await converse(neuron.attach(id, { signal }))
        : await showLive(neuron.stream(id, { signal }), process)) ?? (await neuron.wait(id, { signal }));
    explainEnd(ended, options.verbose === true);
    return exitCodeOf(ended);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    await interrupt.done();
    if (!piped) return EXIT.brokenPipe;
    process.stderr.write("neuron: cancelled\n");
    return EXIT.cancelled;
  } finally {
    interrupt.release();
  }
};

const showTests = (execution: Execution, count: number): void => {
  const { compile } = execution;
  if (compile !== null) process.stderr.write(compile.stdout + compile.stderr);
  process.stdout.write(verdictTable(execution, count));
};

const WORDS: Readonly<Partial<Record<NonNullable<Execution["outcome"]>, string>>> = {
  time_limit: "it ran for longer than it may",
  memory_limit: "it used more memory than it may",
  output_limit: "it printed more than it may",
  compile_error: "it did not compile",
  expired: "it waited in the queue for longer than it may",
  cancelled: "it was cancelled",
  internal_error: "the service failed",
};

/** On stderr, so that what the program printed stays as it was. */
const explainEnd = ({ outcome, run, timings }: FinishedEvent, verbose: boolean): void => {
  const word = outcome === null ? undefined : WORDS[outcome];
  const more = run?.message == null ? "" : `: ${printable(run.message)}`;
  if (word !== undefined) process.stderr.write(`neuron: ${word}${more}\n`);
  else if (run?.signal != null)
    process.stderr.write(`neuron: it was ended by ${printable(run.signal)}${more}\n`);
  if (!verbose) return;
  const used = run === null ? "" : `, CPU ${showMs(run.cpuTimeMs)}, ${showBytes(run.memoryBytes)}`;
  process.stderr.write(
    `neuron: ${outcome?.replaceAll("_", " ")} after ${showMs(timings.totalMs ?? 0)}${used}\n`,
  );
};
