import type { RedisLink } from "./redis-link.js";
import { deadDrop, deadList, deadRead, deadRetry } from "./scripts/index.js";
import type { Job } from "./types.js";

/** An execution that took its workers down, or lost them, as often as it may be tried. Its outcome is `internal_error`. */
export interface DeadLetter {
  readonly id: string;
  readonly tenant: string;
  /** Milliseconds since the epoch, by Redis's clock. */
  readonly diedAt: number;
  /** What the last attempt ended with. */
  readonly reason: string;
  readonly attempts: number;
  readonly job: Job;
}

export interface DeadLetters {
  /** The latest first. `cursor` comes from the page before. */
  list(options: {
    readonly cursor?: string;
    readonly limit: number;
  }): Promise<{ readonly deadLetters: DeadLetter[]; readonly cursor: string | null }>;
  /** Null when it is no dead letter (any more). */
  get(id: string): Promise<DeadLetter | null>;
  /**
   * Puts it back into the queue under its own id, first in its line and without charge: from `finished` it becomes `queued`
   * again. False when it is no dead letter (any more).
   */
  retry(id: string): Promise<boolean>;
  /** Forgets its job; its record stays as long as any other's. False when it is no dead letter (any more). */
  drop(id: string): Promise<boolean>;
}

const FIELDS = 5;

export function createDeadLetters(link: RedisLink, deadlineMs: number): DeadLetters {
  const call = { deadlineMs };
  return {
    async list({ cursor = "", limit }) {
      const [next, ...fields] = (await link.run(deadList, [cursor, String(limit)], call)) as [
        string,
        ...string[],
      ];
      const deadLetters: DeadLetter[] = [];
      for (let i = 0; i < fields.length; i += FIELDS) deadLetters.push(decode(fields.slice(i, i + FIELDS)));
      return { deadLetters, cursor: next === "" ? null : next };
    },

    async get(id) {
      const fields = (await link.run(deadRead, [id], call)) as string[] | null;
      return fields === null ? null : decode(fields);
    },

    async retry(id) {
      return (await link.run(deadRetry, [id], call)) !== null;
    },

    async drop(id) {
      return (await link.run(deadDrop, [id], call)) === 1;
    },
  };
}

function decode([id, diedAt, reason, attempts, text]: readonly string[]): DeadLetter {
  const job = JSON.parse(text as string) as Job;
  return {
    id: id as string,
    tenant: job.tenant,
    diedAt: Number(diedAt) / 1000,
    reason: reason as string,
    attempts: Number(attempts),
    job,
  };
}
