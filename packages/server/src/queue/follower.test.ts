import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Cancellation } from "../platform/cancellation.js";
import { createHarness, makeJob, makeReport, makeSettlement } from "./fixtures.js";
import type { LiveItem, Pull } from "./progress.js";
import type { Bookmark, FollowEvent, Lease, QueueClient, QueueWorker } from "./types.js";

const harness = createHarness();
beforeAll(harness.startRedis);
afterAll(harness.stopRedis);
beforeEach(harness.begin);
afterEach(harness.end);

/** Reads events one by one, as a client does. */
const reader = async (client: QueueClient, id: string, from: Bookmark | null = null) => {
  const cancellation = new Cancellation();
  const events = await client.follow("local", id, from, cancellation);
  if (!events) throw new Error(`${id} is not there`);
  const iterator = events[Symbol.asyncIterator]();
  return {
    cancel: () => cancellation.cancel(),
    async next(): Promise<FollowEvent | null> {
      const { done, value } = await iterator.next();
      return done ? null : value;
    },
    async rest(): Promise<FollowEvent[]> {
      const all: FollowEvent[] = [];
      for await (const event of { [Symbol.asyncIterator]: () => iterator }) all.push(event);
      return all;
    },
  };
};

const shown = (event: FollowEvent | null) => {
  if (event?.type === "stdout" || event?.type === "stderr") return [event.type, event.bytes.toString()];
  return event && [event.type];
};

/** A worker's side: what it has printed so far, told to whoever asks. */
const talkative = (worker: QueueWorker, leases: ReadonlyMap<string, Lease>) => {
  let printed = "";
  let waiting: Pull[] = [];
  const pulls: Pull[] = [];
  const answer = ({ api, reader: who, turn, from }: Pull, items: readonly LiveItem[] | null): void =>
    void worker.answer(api, { reader: who, turn, items: from ? items : null });
  const tell = (): void => {
    for (const pull of waiting.splice(0)) {
      const bytes = Buffer.from(printed).subarray(pull.from?.stdout ?? 0);
      if (bytes.length > 0) answer(pull, [{ type: "stdout", bytes }]);
      else waiting.push(pull);
    }
  };
  worker.onLive((message) => {
    if (!("pull" in message)) return;
    const { pull } = message;
    pulls.push(pull);
    if (leases.get(pull.id)?.token !== pull.token) {
      answer(pull, null);
      return;
    }
    waiting = waiting.filter((other) => other.reader !== pull.reader);
    if (pull.from) waiting.push(pull);
    tell();
  });
  return {
    pulls,
    print(text: string): void {
      printed += text;
      tell();
    },
  };
};

const claimOne = async (worker: QueueWorker): Promise<Lease> => {
  const [lease] = await worker.claim(1);
  if (!lease) throw new Error("nothing to claim");
  return lease;
};

describe("following an execution", () => {
  it("tells of each of its states, and what is printed meanwhile, from any API process", async () => {
    const [client, other] = [await harness.client(), await harness.client()];
    const worker = await harness.worker("w:1");
    const leases = new Map<string, Lease>();
    const program = talkative(worker, leases);
    const job = makeJob();
    await client.admit(job);
    const [here, there] = [await reader(client, job.id), await reader(other, job.id)];
    for (const side of [here, there]) expect(shown(await side.next())).toEqual(["queued"]);
    const started = [here.next(), there.next()];
    const lease = await claimOne(worker);
    leases.set(job.id, lease);
    for (const event of started) expect(shown(await event)).toEqual(["started"]);
    for (const text of ["hel", "lo\n"]) {
      const next = [here.next(), there.next()];
      program.print(text);
      for (const event of next) expect(shown(await event)).toEqual(["stdout", text]);
    }
    const last = [here.rest(), there.rest()];
    await worker.settle(lease, makeSettlement());
    for (const events of last) expect((await events).map(shown)).toEqual([["finished"]]);
  });

  it("goes on where a reader was, before the end and after it", async () => {
    const client = await harness.client();
    const worker = await harness.worker("w:1");
    const leases = new Map<string, Lease>();
    const program = talkative(worker, leases);
    const job = makeJob();
    await client.admit(job);
    const lease = await claimOne(worker);
    leases.set(job.id, lease);
    program.print("hel");
    const first = await reader(client, job.id);
    await first.next();
    await first.next();
    const told = await first.next();
    expect(shown(told)).toEqual(["stdout", "hel"]);
    first.cancel();
    expect(await first.next()).toBeNull();

    const second = await reader(client, job.id, told?.at);
    const next = second.next();
    program.print("lo");
    expect(shown(await next)).toEqual(["stdout", "lo"]);
    second.cancel();
    await worker.settle(lease, makeSettlement());
    const third = await reader(await harness.client(), job.id, told?.at);
    expect((await third.rest()).map(shown)).toEqual([["stdout", "lo\n"], ["finished"]]);
    const fourth = await reader(client, job.id);
    expect((await fourth.rest()).map(shown)).toEqual([
      ["queued"],
      ["started"],
      ["stdout", "hello\n"],
      ["finished"],
    ]);
  });

  it("begins anew when its worker dies", async () => {
    const client = await harness.client();
    const worker = await harness.worker("w:1");
    const leases = new Map<string, Lease>();
    const program = talkative(worker, leases);
    const job = makeJob();
    await client.admit(job);
    leases.set(job.id, await claimOne(worker));
    program.print("hello\n");
    const side = await reader(client, job.id);
    const events = [await side.next(), await side.next(), await side.next()];
    expect(events.map(shown)).toEqual([["queued"], ["started"], ["stdout", "hello\n"]]);
    const place = events.at(-1)?.at;

    const successor = await harness.worker("w:2");
    expect(shown(await side.next())).toEqual(["queued"]);
    const second = side.next();
    const lease = await claimOne(successor);
    const again = await second;
    expect(again).toMatchObject({ type: "started", execution: { attempts: 2 } });
    const rest = side.rest();
    await successor.settle(lease, makeSettlement());
    expect((await rest).map(shown)).toEqual([["stdout", "hello\n"], ["finished"]]);
    // Somebody who comes back with a place in the first attempt is told all of the second.
    const late = await reader(client, job.id, place);
    expect((await late.rest()).map(shown)).toEqual([["started"], ["stdout", "hello\n"], ["finished"]]);
  });

  it("ends with what never ran", async () => {
    const client = await harness.client();
    const job = makeJob();
    await client.admit(job);
    const side = await reader(client, job.id);
    await side.next();
    const rest = side.rest();
    await client.cancel("local", job.id);
    expect(await rest).toMatchObject([{ type: "finished", execution: { outcome: "cancelled" } }]);
  });

  it("knows nothing of another tenant's, or of what is not there", async () => {
    const client = await harness.client();
    const job = makeJob();
    await client.admit(job);
    expect(await client.follow("other", job.id, null, new Cancellation())).toBeNull();
    expect(await client.follow("local", "nothing", null, new Cancellation())).toBeNull();
  });

  it("asks for nothing while its reader does not read, and takes its leave", async () => {
    const client = await harness.client();
    const worker = await harness.worker("w:1");
    const leases = new Map<string, Lease>();
    const program = talkative(worker, leases);
    const job = makeJob();
    await client.admit(job);
    leases.set(job.id, await claimOne(worker));
    const side = await reader(client, job.id);
    await side.next();
    await side.next();
    program.print("a");
    expect(shown(await side.next())).toEqual(["stdout", "a"]);
    const asked = program.pulls.length;
    program.print("b");
    await worker.heartbeat(makeReport("w:1"));
    expect(program.pulls.length).toBe(asked);
    expect(shown(await side.next())).toEqual(["stdout", "b"]);
    const pending = side.next();
    await expect.poll(() => program.pulls.length).toBe(asked + 2);
    side.cancel();
    expect(await pending).toBeNull();
    await expect.poll(() => program.pulls.at(-1)?.from).toBeNull();
  });

  it("splits no character of what comes from the record", async () => {
    const client = await harness.client();
    const worker = await harness.worker("w:1");
    const job = makeJob();
    await client.admit(job);
    const stdout = `x${"€".repeat(50_000)}`;
    const settlement = makeSettlement();
    if (!settlement.run) throw new Error("it has a run");
    await worker.settle(await claimOne(worker), { ...settlement, run: { ...settlement.run, stdout } });
    const side = await reader(client, job.id);
    const pieces = (await side.rest()).flatMap((event) =>
      event.type === "stdout" ? [event.bytes.toString()] : [],
    );
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.some((piece) => piece.includes("\ufffd"))).toBe(false);
    expect(pieces.join("")).toBe(stdout);
  });

  it("goes on after Redis was away", async () => {
    const client = await harness.client({ callTimeoutMs: 10_000 });
    const worker = await harness.worker("w:1");
    const job = makeJob();
    await client.admit(job);
    const side = await reader(client, job.id);
    expect(shown(await side.next())).toEqual(["queued"]);
    const next = side.next();
    await harness.redis.kill();
    await harness.redis.restart();
    const lease = await claimOne(worker);
    expect(shown(await next)).toEqual(["started"]);
    const rest = side.rest();
    await worker.settle(lease, makeSettlement());
    expect((await rest).map(shown)).toEqual([["stdout", "hello\n"], ["finished"]]);
  });
});
