import { availableParallelism } from "node:os";
import { formatTable, ms as showMs } from "../output.mjs";
import { startProbe } from "../probes/probe.mjs";
import { summarize } from "../statistics.mjs";
import { runBoots } from "../story/run-boots.mjs";
import { crowdOfClients } from "./crowd-of-clients.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

const MOST_BOOTS_AT_ONCE = 50;

const withLateness = async (action) => {
  const probe = startProbe("lateness");
  await probe.ready;
  try {
    return { ...(await action()), lateness: await probe.stop() };
  } catch (error) {
    await probe.stop().catch(() => undefined);
    throw error;
  }
};

/**
 * The same hellos, all at once, in the same sandboxes: one booted for each request, all at once; the same with 50 at a
 * time; the pool behind the queue. The first two are spared HTTP and queue. And by hand: one process for each, as many at a
 * time as there are cores, without any sandbox. Beside the requests' own latencies: how late a bystander, who only wants to
 * run every 10 ms, gets to run.
 */
export const story = {
  name: "story",
  title: "the same requests: a sandbox for each at once, 50 at a time, a process each by hand, and the pool",
  needsInstance: true,
  async run({ url, quick, progress, scratch, signal, bareFor, calm }) {
    const count = quick ? 200 : 1_000;
    const hello = helloOf("python");
    const boots = (label, atOnce) => {
      progress.step(`story: ${label}`);
      return withLateness(() =>
        runBoots({
          count,
          atOnce,
          hello,
          scratch,
          signal,
          onProgress: (done) => progress.step(`story: ${label}, ${Math.round((100 * done) / count)}%`),
        }),
      );
    };
    const pool = () => {
      progress.step("story: the pool");
      return withLateness(async () => {
        const { latencies, ms } = await crowdOfClients(url, count, helloRequest(url, hello), hello.expected);
        return { done: count, ms, latency: summarize(latencies), ended: "all done" };
      });
    };
    const bare = await bareFor(hello);
    const byHand = async () => {
      await calm();
      progress.step("story: by hand");
      return withLateness(async () => {
        const { done, ms } = await bare.many(availableParallelism(), { count });
        return { done, ms, latency: null, ended: "all done" };
      });
    };
    const ways = {
      "the pool behind the queue": await pool(),
      "a process each, by hand": await byHand(),
      [`a sandbox per request, ${MOST_BOOTS_AT_ONCE} at a time`]: await boots(
        "50 at a time",
        MOST_BOOTS_AT_ONCE,
      ),
      "a sandbox per request, all at once": await boots("all at once", count),
    };
    const rows = Object.entries(ways)
      .reverse()
      .map(([name, way]) => [
        name,
        `${way.done} of ${count}`,
        ((way.done * 1000) / way.ms).toFixed(0),
        ...(way.latency ? [way.latency.p50, way.latency.p95, way.latency.max].map(showMs) : ["-", "-", "-"]),
        `${showMs(way.lateness.p99)} / ${showMs(way.lateness.max)}`,
        way.ended,
      ]);
    const head = [
      "",
      "done",
      "per second",
      "p50 ms",
      "p95 ms",
      "max ms",
      "bystander late p99 / max ms",
      "ended",
    ];
    return {
      rows: [],
      text: formatTable([head, ...rows]),
      details: { count, ways },
    };
  },
};
