import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lease, Settlement } from "../queue/types.js";
import { giveBackSurely, type SettleOptions, settleSurely } from "./settle.js";

const lease = { job: { id: "x" }, token: "t", attempt: 1, queuedMs: 0 } as Lease;
const result = { outcome: "accepted" } as Settlement;
const stop = new AbortController();
const queue = { settle: vi.fn<() => Promise<boolean>>(), giveBack: vi.fn<() => Promise<void>>() };
const options: SettleOptions = {
  queue,
  logger: pino({ level: "silent" }),
  signal: stop.signal,
  retryForMs: 1_000,
  now: () => performance.now(),
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.resetAllMocks();
});

describe("the end of a lease", () => {
  it("says whose result it became", async () => {
    queue.settle.mockResolvedValueOnce(true).mockResolvedValueOnce(false);
    expect(await settleSurely(lease, result, options)).toBe("done");
    expect(await settleSurely(lease, result, options)).toBe("superseded");
  });

  it("is tried again while the queue cannot be reached", async () => {
    queue.settle.mockRejectedValueOnce(new Error("down")).mockRejectedValueOnce(new Error("down"));
    queue.settle.mockResolvedValueOnce(true);
    const settling = settleSurely(lease, result, options);
    await vi.advanceTimersByTimeAsync(50 + 100);
    expect(await settling).toBe("done");
  });

  it("is left to the queue's reclaim after a while", async () => {
    queue.settle.mockRejectedValue(new Error("down"));
    const settling = settleSurely(lease, result, options);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await settling).toBe("failed");
    expect(queue.settle.mock.calls.length).toBeLessThan(8);
  });

  it("is not waited for by a worker that stops", async () => {
    queue.giveBack.mockRejectedValue(new Error("down"));
    const giving = giveBackSurely(lease, "lost", options);
    await vi.advanceTimersByTimeAsync(1);
    stop.abort();
    await giving;
    expect(queue.giveBack.mock.calls.length).toBeLessThanOrEqual(2);
  });
});
