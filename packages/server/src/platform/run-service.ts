import type { Logger } from "pino";

/** One part that a process runs. */
export interface Service {
  start(): Promise<void>;
  /** Idempotent. Graceful until the deadline, then forced. */
  stop(deadlineMs: number): Promise<void>;
}

export interface RunServiceOptions {
  readonly service: Service;
  readonly logger: Logger;
  readonly drainMs: number;
  /** Aborted when the service finds that it can never be of use again. */
  readonly fatal?: AbortSignal;
}

/** With the supervisor gone, Redis goes too: there is nobody left to finish for. */
const ORPHAN_DRAIN_MS = 2_000;
/** npm passes on a Ctrl-C that the terminal has sent to everyone already: a repetition this soon is no second wish. */
const SAME_SIGNAL_MS = 1_000;
/** Above the drain: time for removing sandboxes and closing connections. */
const STOP_EXTRA_MS = 20_000;

/**
 * Runs a service until a signal, until the supervisor is gone, or until it fails; gives the process's exit code.
 * The first SIGTERM or SIGINT drains, a second one ends at once (exit code 1).
 */
export const runService = async ({ service, logger, drainMs, fatal }: RunServiceOptions): Promise<number> => {
  let end: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  let firstSignalAt: number | null = null;
  let failed = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (firstSignalAt !== null && Date.now() - firstSignalAt > SAME_SIGNAL_MS) process.exit(1);
    firstSignalAt ??= Date.now();
    end(signal);
  };
  const onFailure = (error: unknown): void => {
    logger.fatal({ err: error }, "unexpected failure");
    failed = true;
    end("failure");
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  process.on("uncaughtException", onFailure).on("unhandledRejection", onFailure);
  process.once("disconnect", () => end("supervisor gone"));
  fatal?.addEventListener("abort", () => onFailure(fatal.reason), { once: true });

  const started = service.start().then(
    () => logger.debug("started"),
    (error: unknown) => onFailure(error),
  );
  const reason = await ended;
  const deadlineMs = reason === "supervisor gone" || failed ? Math.min(ORPHAN_DRAIN_MS, drainMs) : drainMs;
  logger.info({ reason, deadlineMs }, "stopping");
  const forced = setTimeout(() => {
    logger.fatal("stopping took too long");
    process.exit(1);
  }, deadlineMs + STOP_EXTRA_MS);
  try {
    await service.stop(deadlineMs);
    await started;
  } catch (error) {
    logger.error({ err: error }, "stopping failed");
    failed = true;
  } finally {
    clearTimeout(forced);
  }
  return failed ? 1 : 0;
};
