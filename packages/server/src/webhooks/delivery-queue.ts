import { randomBytes } from "node:crypto";
import { callbackUrlOf, decodeRecord, metaOfRecord, traceparentOf } from "../queue/record.js";
import { createRedisLink } from "../queue/redis-link.js";
import { secretsOf } from "./client.js";
import { report, take } from "./scripts/index.js";
import type { AttemptReport, DeliveryQueue, DueDelivery } from "./types.js";

export interface DeliveryQueueOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`. */
  readonly url: string;
  readonly prefix: string;
  /** After that, what is taken and not reported is somebody else's. Longer than any attempt. */
  readonly leaseMs: number;
  /** One that was begun this often and never reported kills whoever sends it. */
  readonly maxAttempts: number;
  readonly onError: (error: unknown) => void;
}

const START_TIMEOUT_MS = 10_000;
const CALL_TIMEOUT_MS = 5000;

export const createDeliveryQueue = (options: DeliveryQueueOptions): DeliveryQueue => {
  const link = createRedisLink({ ...options, onResubscribed: () => listener() });
  const session = randomBytes(6).toString("hex");
  let calls = 0;
  let listener: () => void = () => undefined;

  const conclude = async (
    { id, line, token, attempt }: DueDelivery,
    came: string,
    json: string,
    next: string,
  ): Promise<boolean> => {
    const args = [id, line, token, String(attempt), came, json, next];
    return (await link.run(report, args, { deadlineMs: options.leaseMs })) === 1;
  };

  return {
    async start() {
      try {
        await link.start(START_TIMEOUT_MS);
        await link.subscribe("hooks", () => listener());
      } catch (error) {
        await link.stop();
        throw error;
      }
    },
    stop: () => link.stop(),
    onNews(given) {
      listener = given;
    },
    async take({ count, maxBytes, oneAnyway }) {
      const args = [
        `${session}-${calls++}`,
        String(count),
        String(maxBytes),
        oneAnyway ? "1" : "0",
        String(options.leaseMs),
        String(options.maxAttempts),
      ];
      const [moreInMs, ...flat] = (await link.run(take, args, { deadlineMs: CALL_TIMEOUT_MS })) as [
        number,
        ...(string | number)[],
      ];
      return { due: decodeDue(flat), moreInMs: moreInMs < 0 ? null : moreInMs };
    },
    report(delivery, given) {
      const { next } = given;
      return conclude(
        delivery,
        given.error ?? "ok",
        encodeAttempt(given),
        typeof next === "string" ? next : String(next.retryInMs),
      );
    },
    async giveBack(delivery) {
      await conclude(delivery, "", "", "0");
    },
    async secrets(tenant) {
      const [current, previous] = await secretsOf(link, tenant);
      return previous === "" ? [current] : [current, previous];
    },
  };
};

const encodeAttempt = ({ startedAt, durationMs, httpStatus, error }: AttemptReport): string =>
  JSON.stringify({ startedAt: new Date(startedAt).toISOString(), durationMs, httpStatus, error });

const decodeDue = (flat: readonly (string | number)[]): DueDelivery[] => {
  const due: DueDelivery[] = [];
  for (let i = 0; i + 4 < flat.length; i += 5) {
    const [id, line, token, attempt, record] = flat.slice(i, i + 5).map(String) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const meta = metaOfRecord(record);
    due.push({
      id,
      line,
      token,
      attempt: Number(attempt),
      tenant: line.slice(line.indexOf(" ") + 1),
      url: callbackUrlOf(meta) ?? "",
      traceparent: traceparentOf(meta),
      execution: decodeRecord(record),
      bytes: record.length,
    });
  }
  return due;
};
