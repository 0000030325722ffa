import type { Cancellation } from "../platform/cancellation.js";
import { SHORT_RETRY_MS } from "./errors.js";
import { ProblemError } from "./problem-error.js";

/** Connections that stay open while an execution goes on: bounded, and ended when the service stops. */
export interface Streams {
  /** False: there are as many as there may be, or the service stops. */
  begin(cancellation: Cancellation): boolean;
  end(cancellation: Cancellation): void;
  endAll(): void;
}

/** Each may have one answer of a worker on its way at a time, 16 KiB, of the 32 MiB that Redis holds for one process. */
const MOST_STREAMS = 1000;

export const createStreams = (most = MOST_STREAMS): Streams => {
  const open = new Set<Cancellation>();
  let ended = false;
  return {
    begin(cancellation) {
      if (ended || open.size >= most) return false;
      open.add(cancellation);
      return true;
    },
    end: (cancellation) => void open.delete(cancellation),
    endAll() {
      ended = true;
      for (const cancellation of open) cancellation.cancel();
    },
  };
};

/** Gives how to end it, which also cancels. */
export const beginStream = (streams: Streams, cancellation: Cancellation): (() => void) => {
  if (!streams.begin(cancellation)) {
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
