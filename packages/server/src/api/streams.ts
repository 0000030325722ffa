import type { Cancellation } from "../platform/cancellation.js";
import { LOCAL_TENANT, type Tenant } from "./access.js";
import { SHORT_RETRY_MS } from "./errors.js";
import { ProblemError } from "./problem-error.js";

/** Connections that stay open while an execution goes on: bounded, and ended when the service stops. */
export interface Streams {
  /**
   * False: there are as many as there may be, or the service stops; or an account has as many as are left for all others.
   * Null: the operator, who shares with nobody.
   */
  begin(cancellation: Cancellation, tenant: Tenant | null): boolean;
  end(cancellation: Cancellation): void;
  endAll(): void;
}

/** Each may have one answer of a worker on its way at a time, 16 KiB, of the 32 MiB that Redis holds for one process. */
const MOST_STREAMS = 1000;

export const createStreams = (most = MOST_STREAMS): Streams => {
  const open = new Map<Cancellation, Tenant | null>();
  let ended = false;
  const heldBy = (tenant: Tenant): number => [...open.values()].filter((each) => each === tenant).length;
  return {
    begin(cancellation, tenant) {
      const left = most - open.size;
      if (ended || left <= 0) return false;
      if (tenant !== null && tenant !== LOCAL_TENANT && heldBy(tenant) >= left) return false;
      open.set(cancellation, tenant);
      return true;
    },
    end: (cancellation) => void open.delete(cancellation),
    endAll() {
      ended = true;
      for (const cancellation of open.keys()) cancellation.cancel();
    },
  };
};

/** Those who look at the service: however many accounts do, the operator can. */
export interface Viewers {
  readonly ofService: Streams;
  readonly ofAccounts: Streams;
}

/** Some 25 KB a second for each. */
const MOST_VIEWERS = 100;

export const createViewers = (): Viewers => ({
  ofService: createStreams(MOST_VIEWERS),
  ofAccounts: createStreams(MOST_VIEWERS),
});

/** Gives how to end it, which also cancels. */
export const beginStream = (
  streams: Streams,
  cancellation: Cancellation,
  tenant: Tenant | null,
): (() => void) => {
  if (!streams.begin(cancellation, tenant)) {
    throw new ProblemError("too_many_streams", {
      detail: "As many clients follow what happens here as may.",
      retryAfterMs: SHORT_RETRY_MS,
    });
  }
  return () => {
    streams.end(cancellation);
    cancellation.cancel();
  };
};
