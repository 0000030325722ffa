import { ImageError } from "@neuron/server";

/** Aborted by a signal, so that what is under way ends and removes what it has begun. `what` becomes of it is told. */
export const untilSignal = (what: string): AbortSignal => {
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => abort.abort(new ImageError(`stopped by ${signal}; ${what}`)));
  }
  return abort.signal;
};
