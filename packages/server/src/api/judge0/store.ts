import { isUtf8 } from "node:buffer";
import { createRedisLink } from "../../queue/redis-link.js";
import { defineScript } from "../../queue/scripts/define.js";
import { idTime } from "../ids.js";
import type { Attributes } from "./attributes.js";

/** What clients sent, kept beside the executions for as long, since Judge0 gives it back and an execution does not. */
export interface Judge0Store {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** To be called before the execution can be seen. */
  put(tenant: string, id: string, attributes: Attributes): Promise<void>;
  /** Of one that was refused. */
  drop(tenant: string, id: string): Promise<void>;
  /** The ids of one page of a tenant's, newest first, and how many there are. */
  page(
    tenant: string,
    offset: number,
    count: number,
  ): Promise<{ readonly ids: readonly string[]; readonly total: number }>;
  get(id: string): Promise<Attributes | null>;
}

export interface Judge0StoreOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`. */
  readonly url: string;
  readonly prefix: string;
  /** As long as a result is kept after its end, and a day more for the wait before it. */
  readonly ttlMs?: number;
  readonly onError: (error: unknown) => void;
}

const START_TIMEOUT_MS = 10_000;
const CALL = { deadlineMs: 5000 };
const TTL_MS = 2 * 24 * 60 * 60 * 1000;

/**
 * ARGV: tenant, id, text, milliseconds, an id of so long ago. A tenant's ids stand in an index, by which they are listed;
 * those whose time is over leave it with the next one that comes.
 */
const put = defineScript(
  "judge0-put",
  [],
  `
local index = KEYS[1] .. 'judge0-index:' .. ARGV[1]
redis.call('SET', KEYS[1] .. 'judge0:' .. ARGV[2], ARGV[3], 'PX', ARGV[4])
redis.call('ZREMRANGEBYLEX', index, '-', '(' .. ARGV[5])
redis.call('ZADD', index, 0, ARGV[2])
redis.call('PEXPIRE', index, ARGV[4])
return 1
`,
);
/** ARGV: tenant, id. */
const drop = defineScript(
  "judge0-drop",
  [],
  `
redis.call('ZREM', KEYS[1] .. 'judge0-index:' .. ARGV[1], ARGV[2])
return redis.call('DEL', KEYS[1] .. 'judge0:' .. ARGV[2])
`,
);
/** ARGV: id. */
const get = defineScript("judge0-get", [], `return redis.call('GET', KEYS[1] .. 'judge0:' .. ARGV[1])`);
/** ARGV: tenant, offset, count, an id of so long ago. Gives {how many there are, id...}. */
const page = defineScript(
  "judge0-page",
  [],
  `
local index = KEYS[1] .. 'judge0-index:' .. ARGV[1]
redis.call('ZREMRANGEBYLEX', index, '-', '(' .. ARGV[4])
local first = tonumber(ARGV[2])
local ids = redis.call('ZRANGE', index, first, first + tonumber(ARGV[3]) - 1, 'REV')
return { redis.call('ZCARD', index), unpack(ids) }
`,
);

export const createJudge0Store = ({ ttlMs = TTL_MS, ...options }: Judge0StoreOptions): Judge0Store => {
  const link = createRedisLink({ ...options, onResubscribed: () => undefined });
  /** Sorts before every id that is made from then on. */
  const oldest = (): string => idTime(Date.now() - ttlMs);
  return {
    start: () => link.start(START_TIMEOUT_MS),
    stop: () => link.stop(),
    async put(tenant, id, attributes) {
      await link.run(put, [tenant, id, encode(attributes), String(ttlMs), oldest()], CALL);
    },
    async drop(tenant, id) {
      await link.run(drop, [tenant, id], CALL);
    },
    async page(tenant, offset, count) {
      const reply = await link.run(page, [tenant, String(offset), String(count), oldest()], CALL);
      const [total, ...ids] = reply as [number, ...string[]];
      return { ids, total };
    },
    async get(id) {
      const text = await link.run(get, [id], CALL);
      return typeof text === "string" ? decode(text) : null;
    },
  };
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
