import type { ExecutionRequest, Neuron } from "@neuron/sdk";
import { Argument, Command } from "commander";
import { EXIT } from "../client/exit-codes.js";
import { readBytes, toText } from "../client/files.js";
import { guessLanguage } from "../client/guess-language.js";
import { untilInterrupt } from "../client/interrupt.js";
import { type Load, percentiles, putLoad } from "../client/load.js";
import { count, duration, showMs } from "../client/quantities.js";
import { addService, connect, type ServiceOptions } from "../client/service.js";
import { UsageError } from "../client/usage-error.js";
import { printable, table } from "../table.js";

interface Options extends ServiceOptions {
  readonly clients: number;
  readonly duration: number;
  readonly language?: string;
  readonly program?: string;
  readonly json?: boolean;
}

export const benchCommand = (): Command =>
  addService(new Command("bench"))
    .description("put load on a service and measure it: clients that run one program after the other")
    .addArgument(new Argument("[url]", "address of the service, in the place of --url"))
    .option("-c, --clients <count>", "how many at once", count(1, 10_000), 16)
    .option("-d, --duration <time>", "for how long, such as 10s or 1m", duration, 10_000)
    .option("-l, --language <id>", "language of the program (default: python, or the first)")
    .option("-p, --program <file>", "program to run (default: the language's hello)")
    .option("--json", "print the figures as JSON")
    .addHelpText(
      "after",
      "\nEach run takes a credit where the service has accounts. Clients that are refused come back when they are told to.\n",
    )
    .action(async (url: string | undefined, options: Options) => {
      process.exitCode = await bench({ ...options, url: url ?? options.url });
    });

const bench = async (options: Options): Promise<number> => {
  const { clients, duration: durationMs } = options;
  const interrupt = untilInterrupt();
  const { signal } = interrupt;
  try {
    // A refusal is counted and not hidden.
    const neuron = connect(options, { retries: 0 });
    const request = await chooseRequest(connect(options), options, signal);
    const what = `${clients} ${clients === 1 ? "client" : "clients"}, ${printable(request.language)}, on ${neuron.url}`;
    const show = progressLine();
    if (!options.json) process.stderr.write(`${what}, for ${showMs(durationMs)}; Ctrl-C ends it\n`);
    const load = await putLoad({ neuron, request, clients, durationMs, signal, onProgress: show.update });
    show.clear();
    process.stdout.write(
      options.json ? `${JSON.stringify(figures(load, clients, request.language), null, 2)}\n` : report(load),
    );
    return load.latencies.length === 0 ? EXIT.unavailable : 0;
  } catch (error) {
    if (signal.aborted) return EXIT.cancelled;
    throw error;
  } finally {
    interrupt.release();
  }
};

const chooseRequest = async (
  neuron: Neuron,
  { language, program }: Options,
  signal: AbortSignal,
): Promise<ExecutionRequest> => {
  const languages = await neuron.languages({ signal });
  if (program !== undefined) {
    return {
      language: language ?? guessLanguage(program, languages),
      source: toText(program, readBytes(program)),
    };
  }
  const wanted = (language ?? "python").toLowerCase();
  const found =
    languages.find(({ id, aliases }) => id === wanted || aliases.includes(wanted)) ??
    (language === undefined ? languages[0] : undefined);
  if (found === undefined) {
    throw new UsageError(
      `The service has no language ${JSON.stringify(wanted)}. It has: ${languages.map(({ id }) => id).join(", ")}.`,
    );
  }
  return { language: found.id, source: found.hello.source };
};

const figures = (load: Load, clients: number, language: string): object => {
  const { latencies, endings, elapsedMs, ownCpu } = load;
  const [p50, p95, p99, max] = percentiles(latencies, SHARES);
  return {
    clients,
    language,
    elapsedMs: Math.round(elapsedMs),
    executions: latencies.length,
    perSecond: perSecond(load),
    latencyMs: { p50, p95, p99, max },
    endings: Object.fromEntries(endings),
    ownCpu,
  };
};

const SHARES = [0.5, 0.95, 0.99, 1];

const perSecond = ({ latencies, elapsedMs }: Load): number =>
  elapsedMs === 0 ? 0 : Math.round((latencies.length / elapsedMs) * 1e5) / 100;

const report = (load: Load): string => {
  const { latencies, endings, elapsedMs, ownCpu } = load;
  if (latencies.length === 0) return `Nothing was answered. ${endingsOf(endings)}\n`;
  const cells = percentiles(latencies, SHARES).map((ms) => showMs(ms ?? 0));
  const own =
    ownCpu > OWN_CPU
      ? `This client itself used ${Math.round(ownCpu * 100)} % of a core: it may be the bottleneck.\n`
      : "";
  return [
    table(
      ["EXECUTIONS", "PER SECOND", "P50", "P95", "P99", "MAX"],
      [[String(latencies.length), perSecond(load).toFixed(1), ...cells]],
    ),
    `after ${showMs(elapsedMs)}: ${endingsOf(endings)}\n`,
    own,
  ].join("");
};

/** Above this the client's own waits show in the figures. */
const OWN_CPU = 0.8;

const endingsOf = (endings: ReadonlyMap<string, number>): string =>
  [...endings]
    .sort(([, a], [, b]) => b - a)
    .map(([ending, times]) => `${times} ${ending.replaceAll("_", " ")}`)
    .join(", ");

/** One line that is written over and over, on a terminal. */
const progressLine = (): { update(load: Load): void; clear(): void } => {
  if (process.stderr.isTTY !== true) return { update: () => undefined, clear: () => undefined };
  return {
    update(load) {
      const [p50, p99] = percentiles(load.latencies, [0.5, 0.99]);
      const seconds = Math.round(load.elapsedMs / 1000);
      const latency = p50 == null || p99 == null ? "" : `, p50 ${showMs(p50)}, p99 ${showMs(p99)}`;
      process.stderr.write(
        `\r\x1b[K${seconds} s: ${load.latencies.length} done, ${perSecond(load)}/s${latency}; ${endingsOf(load.endings)}`,
      );
    },
    clear() {
      process.stderr.write("\r\x1b[K");
    },
  };
};
