import { isUtf8 } from "node:buffer";
import { createRedisLink } from "../../queue/redis-link.js";
import type { Job } from "../../queue/types.js";
import type { Attributes } from "./attributes.js";
import { counts, drop, get, page, put } from "./store-scripts.js";

/** Which one it is, and when it came. */
type Of = Pick<Job, "tenant" | "id" | "createdAt">;

/** Of all submissions that were ever accepted. Days are those of UTC, written as YYYY-MM-DD: the last 30 of them. */
export interface Counts {
  readonly total: number;
  readonly days: ReadonlyMap<string, number>;
  /** By Judge0's ids. */
  readonly languages: ReadonlyMap<number, number>;
  /** Of everything that is in the store, whosever it is. */
  readonly storeBytes: number;
}

/** What clients sent, kept beside the executions for as long, since Judge0 gives it back and an execution does not. */
export interface Judge0Store {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** To be called before the execution can be seen. */
  put(of: Of, attributes: Attributes): Promise<void>;
  /** Of one that was refused: it does not count. */
  drop(of: Of, attributes: Attributes): Promise<void>;
  /** Of one whose client wants nothing of it to be left. */
  forget(tenant: string, id: string): Promise<void>;
  /** The ids of one page of a tenant's, newest first, and how many there are. */
  page(
    tenant: string,
    offset: number,
    count: number,
  ): Promise<{ readonly ids: readonly string[]; readonly total: number }>;
  get(id: string): Promise<Attributes | null>;
  /** `now` says which days are the last ones. */
  counts(now: number): Promise<Counts>;
}

export interface Judge0StoreOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`. */
  readonly url: string;
  readonly prefix: string;
  /** As long as a result is kept after its end, and a day more for the wait before it. */
  readonly ttlMs?: number;
  /** Beyond it the oldest go before their time. Default 1 GiB, as for results. */
  readonly maxBytes?: number;
  readonly onError: (error: unknown) => void;
}

const START_TIMEOUT_MS = 10_000;
const CALL = { deadlineMs: 5000 };
const DAY_MS = 24 * 60 * 60 * 1000;
const TTL_MS = 2 * DAY_MS;
const MAX_BYTES = 1024 * 1024 * 1024;
const COUNTED_DAYS = 30;

export const createJudge0Store = ({
  ttlMs = TTL_MS,
  maxBytes = MAX_BYTES,
  ...options
}: Judge0StoreOptions): Judge0Store => {
  const link = createRedisLink({ ...options, onResubscribed: () => undefined });
  return {
    start: () => link.start(START_TIMEOUT_MS),
    stop: () => link.stop(),
    async put({ tenant, id, createdAt }, attributes) {
      const bounds = [String(ttlMs), String(maxBytes)];
      await link.run(
        put,
        [tenant, id, encode(attributes), ...bounds, ...countedAs(createdAt, attributes)],
        CALL,
      );
    },
    async drop({ tenant, id, createdAt }, attributes) {
      await link.run(drop, [tenant, id, ...countedAs(createdAt, attributes)], CALL);
    },
    async forget(tenant, id) {
      await link.run(drop, [tenant, id], CALL);
    },
    async page(tenant, offset, count) {
      const reply = await link.run(page, [tenant, String(offset), String(count), String(ttlMs)], CALL);
      const [total, ...ids] = reply as [number, ...string[]];
      return { ids, total };
    },
    async get(id) {
      const text = await link.run(get, [id], CALL);
      return typeof text === "string" ? decode(text) : null;
    },
    async counts(now) {
      const reply = await link.run(counts, [String(dayOf(now) - COUNTED_DAYS + 1)], CALL);
      return decodeCounts(reply as readonly (string | number)[]);
    },
  };
};

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);

const countedAs = (createdAt: number, { language_id }: Attributes): [string, string] => [
  String(dayOf(createdAt)),
  String(language_id),
];

const decodeCounts = ([storeBytes, ...flat]: readonly (string | number)[]): Counts => {
  const days = new Map<string, number>();
  const languages = new Map<number, number>();
  let total = 0;
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const [kind, name] = String(flat[i]).split(":");
    const count = Number(flat[i + 1]);
    if (kind === "total") total = count;
    if (kind === "language") languages.set(Number(name), count);
    if (kind === "day") days.set(new Date(Number(name) * DAY_MS).toISOString().slice(0, 10), count);
  }
  return { total, days, languages, storeBytes: Number(storeBytes) };
};

/** Bytes that are no text, in JSON. */
interface Packed {
  readonly base64: string;
}
type Kept = {
  readonly [K in keyof Attributes]: Buffer extends Attributes[K] ? string | Packed | null : Attributes[K];
};

const encode = ({ source_code, stdin, expected_output, additional_files, ...plain }: Attributes): string => {
  const kept: Kept = {
    ...plain,
    source_code: pack(source_code),
    stdin: pack(stdin),
    expected_output: pack(expected_output),
    additional_files: pack(additional_files),
  };
  return JSON.stringify(kept);
};

const decode = (text: string): Attributes => {
  const kept = JSON.parse(text) as Kept;
  return {
    ...kept,
    source_code: unpack(kept.source_code),
    stdin: unpack(kept.stdin),
    expected_output: unpack(kept.expected_output),
    additional_files: unpack(kept.additional_files),
  };
};

const pack = (bytes: Buffer | null): string | Packed | null => {
  if (bytes === null) return null;
  return isUtf8(bytes) ? bytes.toString("utf8") : { base64: bytes.toString("base64") };
};

const unpack = (kept: string | Packed | null): Buffer | null => {
  if (kept === null) return null;
  return typeof kept === "string" ? Buffer.from(kept) : Buffer.from(kept.base64, "base64");
};
