import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger } from "pino";

export interface LoggingOptions {
  /** Name of the process within the instance, in every line. */
  readonly part: string;
  readonly level: string;
  /** Lines for people instead of JSON. */
  readonly pretty: boolean;
}

/** Logs to stderr, at once: a process that is killed has said all that it said. */
export const createLogger = ({ part, level, pretty }: LoggingOptions): Logger => {
  const options = { level, base: { part }, timestamp: pino.stdTimeFunctions.isoTime };
  const stderr = pino.destination({ fd: 2, sync: true });
  return pino(options, pretty ? prettyStream(stderr) : stderr);
};

const LEVEL_NAMES: Readonly<Record<number, string>> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "ERROR",
  60: "FATAL",
};

const prettyStream = (target: DestinationStream): DestinationStream => ({
  write(line) {
    target.write(`${prettyLine(line)}\n`);
  },
});

/** `12:00:00.000 info  worker: message key=value`, with a stack below where there is one. */
export const prettyLine = (line: string): string => {
  const { time, level, part, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const fields = Object.entries(rest).map(([key, value]) => ` ${key}=${plain(value)}`);
  const error = err as { stack?: string; message?: string } | undefined;
  const stack =
    error === undefined ? "" : `\n  ${(error.stack ?? error.message ?? "").replaceAll("\n", "\n  ")}`;
  const name = (LEVEL_NAMES[Number(level)] ?? String(level)).padEnd(5);
  return `${String(time).slice(11, 23)} ${name} ${part}: ${msg ?? ""}${fields.join("")}${stack}`;
};

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
