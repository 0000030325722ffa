import { setTimeout as delay } from "node:timers/promises";
import { verify } from "../client.mjs";
import { startClients } from "../load/clients.mjs";
import { formatTable, ms } from "../output.mjs";
import { startProbe } from "../probes/probe.mjs";
import { cpuMs, difference, partsOf } from "../processes.mjs";
import { round, sum, summarize } from "../statistics.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

const CLIENTS = 16;
/** Viewers of the live stream, in turns. */
const CROWDS = [0, 1, 20];
/** Until the worker knows that somebody looks, and a little. */
const SETTLE_MS = 1_500;
/** For a program to be run and told of: whoever waits for longer waits in vain. */
const SEEN_MS = 30_000;

/** What `action` gives, while so many watch from a process of their own, and what each of them was sent a second. */
const watchedBy = async (count, url, action) => {
  if (count === 0) return { ...(await action()), bytesPerSecond: 0 };
  const viewers = startProbe("viewers", [url.href, String(count)]);
  await viewers.ready;
  try {
    return { ...(await action()), ...(await viewers.stop()) };
  } catch (error) {
    await viewers.stop().catch(() => undefined);
    throw error;
  }
};

/** Calls `onBusy` with the time whenever a sandbox is told of that runs a program. Resolves at the stream's end. */
const watchSandboxes = async (body, onBusy) => {
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [, data] = /^event: sandboxes\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (data && JSON.parse(data).sandboxes.some(({ activity }) => activity === "run")) onBusy(Date.now());
    }
  }
};

/** When a program began, by its own clock. */
const runOne = async (url, signal) => {
  const response = await fetch(new URL("/v1/executions?wait=20", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      language: "python",
      source: "import time\nprint(time.time(), flush=True)\ntime.sleep(0.6)",
    }),
    signal,
  });
  const { run } = verify({ status: response.status, body: await response.text() }, /^[\d.]+\n$/);
  return Number(run.stdout) * 1000;
};

/** From a program's start, by its own clock, to its sandbox's being told of as busy. */
const startToSeen = async (url, count, signal) => {
  const over = new AbortController();
  const response = await fetch(new URL("/v1/stats/stream", url), {
    signal: AbortSignal.any([signal, over.signal]),
  });
  if (response.status !== 200) throw new Error(`the stream gave ${response.status}`);
  let onBusy = () => undefined;
  const watching = watchSandboxes(response.body, (at) => onBusy(at)).catch(() => undefined);
  const late = [];
  try {
    await delay(SETTLE_MS);
    for (let i = 0; i < count; i++) {
      const until = AbortSignal.any([signal, AbortSignal.timeout(SEEN_MS)]);
      const seen = new Promise((resolve, reject) => {
        onBusy = resolve;
        until.addEventListener("abort", () => reject(until.reason), { once: true });
      });
      const [seenAt, startedAt] = await Promise.all([seen, runOne(url, until)]);
      late.push(seenAt - startedAt);
      await delay(300 + ((i * 37) % 150));
    }
  } finally {
    over.abort();
    await watching;
  }
  return late;
};

/** What it costs that people look at the service, and how soon they see what happens. */
export const live = {
  name: "live",
  title: `python hello, ${CLIENTS} clients at once, while nobody, one, and twenty watch the live stream`,
  needsInstance: true,
  async run({ url, quick, scratch, progress, instance, signal }) {
    const hello = helloOf("python");
    const request = helloRequest(url, hello);
    const rounds = quick ? 2 : 6;
    const forMs = quick ? 1_000 : 2_000;
    const clients = startClients({ scratch, url, count: CLIENTS, request, expected: hello.expected });
    const parts = partsOf(instance.pid);
    const rates = CROWDS.map(() => []);
    const cpu = CROWDS.map(() => []);
    const traffic = CROWDS.map(() => []);
    const idleCpu = CROWDS.map(() => []);
    try {
      await clients.serve(1_000);
      for (let turn = 0; turn < rounds; turn++) {
        for (const [index, count] of CROWDS.entries()) {
          progress.step(
            `live: ${Math.round((100 * (turn * CROWDS.length + index)) / (rounds * CROWDS.length))}%`,
          );
          const { idle, used, served, bytesPerSecond } = await watchedBy(count, url, async () => {
            await delay(SETTLE_MS);
            const atRest = cpuMs(parts);
            await delay(1_000);
            const before = cpuMs(parts);
            const served = await clients.serve(forMs);
            return { idle: difference(atRest, before), used: difference(before, cpuMs(parts)), served };
          });
          idleCpu[index].push(idle);
          rates[index].push(served.perSecond);
          cpu[index].push(
            Object.fromEntries(
              Object.entries(used).map(([part, each]) => [part, each / served.latencies.length]),
            ),
          );
          traffic[index].push(bytesPerSecond);
        }
      }
    } finally {
      await clients.close();
    }
    progress.step("live: start to seen");
    const seen = summarize(await startToSeen(url, quick ? 10 : 40, signal));
    const mean = (values) => sum(values) / values.length;
    const ratios = CROWDS.map((_, index) => mean(rates[index]) / mean(rates[0]));
    const names = Object.keys(cpu[0][0]);
    const table = CROWDS.map((count, index) => [
      `${count} watching`,
      mean(rates[index]).toFixed(0),
      `${ratios[index].toFixed(2)} x`,
      ...names.map((part) => mean(cpu[index].map((one) => one[part])).toFixed(2)),
      ...names.map((part) => mean(idleCpu[index].map((one) => one[part])).toFixed(0)),
      (mean(traffic[index]) / 1024).toFixed(1),
    ]);
    return {
      summaries: { "start of a program to seen": seen },
      rows: [
        {
          name: "throughput while one watches",
          neuron: `${mean(rates[1]).toFixed(0)}/s`,
          bare: `${mean(rates[0]).toFixed(0)}/s unwatched`,
          ratio: round(ratios[1]),
          target: { least: 0.9 },
        },
        { name: "start of a program to seen", neuron: `${ms(seen.p50)} ms, p95 ${ms(seen.p95)} ms` },
      ],
      text: formatTable([
        [
          "",
          "per second",
          "ratio",
          ...names.map((part) => `${part} ms each`),
          ...names.map((part) => `${part} idle ms/s`),
          "KiB/s each",
        ],
        ...table,
      ]),
      details: { rates, cpuPerExecutionMs: cpu, idleCpuMs: idleCpu, bytesPerSecond: traffic },
    };
  },
};
