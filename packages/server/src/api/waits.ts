import { type Execution, MAX_WAIT_SECONDS } from "@neuron/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { Cancellation } from "../platform/cancellation.js";
import { cancelOnClose } from "./on-close.js";

/**
 * How long a request wants to wait. `?wait=` was checked by its schema and comes first. `Prefer: wait=` is only a
 * preference (RFC 7240): one beyond the maximum is cut to it, one that cannot be read is ignored.
 */
export const wantedWaitMs = (
  queryWait: number | undefined,
  headers: FastifyRequest["headers"],
  reply: FastifyReply,
): number => {
  if (queryWait !== undefined) return Math.round(queryWait * 1000);
  const prefer = headers.prefer;
  if (prefer === undefined) return 0;
  const text = Array.isArray(prefer) ? prefer.join(",") : prefer;
  const match = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9}(?:\.\d{1,3})?)"?\s*(?:[,;]|$)/i.exec(text);
  if (match === null) return 0;
  const seconds = Math.min(Number(match[1]), MAX_WAIT_SECONDS);
  reply.header("preference-applied", `wait=${seconds}`);
  return Math.round(seconds * 1000);
};

type StartWaiting = (cancellation: Cancellation) => Promise<Execution | null>;

/** One request's wait for the end of an execution. */
export interface Wait {
  /** The finished execution, or null: time ran out, the client left, or the service stops. Never rejects. */
  readonly finished: Promise<Execution | null>;
  /** Gives up, and frees what the wait holds. To be called however the request ends. */
  end(): void;
}

export interface Waits {
  /** Begins to wait, before this returns. */
  begin(reply: FastifyReply, start: StartWaiting): Wait;
  /** Ends all that are under way, and any that begins later: their requests answer with what is known. */
  endAll(): void;
}

/**
 * A wait ends by itself in one of four ways: finished, out of time, client gone, service stopping. None of them
 * touches the execution. A queue that is lost during the wait also ends it, since the execution is accepted and the
 * client is better served by its id than by an error.
 */
export const createWaits = (logger: Logger): Waits => {
  const open = new Set<Cancellation>();
  let ended = false;
  return {
    begin(reply, start) {
      const cancellation = new Cancellation();
      let settled = false;
      open.add(cancellation);
      const lookNoMore = cancelOnClose(reply.raw, cancellation);
      if (ended) cancellation.cancel();
      return {
        finished: start(cancellation)
          .catch((error: unknown) => {
            if (!cancellation.cancelled) logger.warn({ err: error }, "a wait for an execution was lost");
            return null;
          })
          .finally(() => {
            settled = true;
          }),
        end() {
          open.delete(cancellation);
          lookNoMore();
          if (!settled) cancellation.cancel();
        },
      };
    },
    endAll() {
      ended = true;
      for (const cancellation of open) cancellation.cancel();
    },
  };
};
