import { availableParallelism } from "node:os";
import { startClients } from "../load/clients.mjs";
import { formatTable } from "../output.mjs";
import { cpuMs, difference, partsOf } from "../processes.mjs";
import { round, sum, summarize } from "../statistics.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

const CLIENTS = 16;
const WARM_UP_MS = 1_000;

/** CPU time of each part so far: what each costs per execution, on a busy machine as on an idle one. */
const readCpu = (instance, parts) =>
  instance ? { ...cpuMs(parts), sandboxes: instance.groups.cpuMs(), log: ownCpuMs() } : {};

/** Reads the service's log. */
const ownCpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * 16 clients at once, in turns with bare programs: as many at a time as there are cores, and 16. The best counts. The bare
 * programs wait until the service is calm.
 */
const createThroughput = ({ name, language, least }) => ({
  name,
  title: `${language} hello, 16 clients at once, per second, beside bare programs on all cores`,
  async run({ url, quick, scratch, progress, instance, bareFor, calm, warm }) {
    const hello = helloOf(language);
    const bare = await bareFor(hello);
    await warm();
    const request = helloRequest(url, hello);
    const rounds = quick ? 2 : 5;
    const forMs = quick ? 1_000 : 2_000;
    const widths = [...new Set([availableParallelism(), CLIENTS])];
    const clients = startClients({ scratch, url, count: CLIENTS, request, expected: hello.expected });
    const parts = { ...(instance && partsOf(instance.pid)), clients: clients.pid };
    const cpu = [];
    const rates = [];
    const latencies = [];
    const bareRates = widths.map(() => []);
    try {
      await clients.serve(WARM_UP_MS);
      for (let round = 0; round < rounds; round++) {
        progress.step(`${name}: ${Math.round((100 * round) / rounds)}%`);
        const before = readCpu(instance, parts);
        const served = await clients.serve(forMs);
        cpu.push(difference(before, readCpu(instance, parts)));
        rates.push(served.perSecond);
        latencies.push(...served.latencies);
        await calm();
        for (const [index, width] of widths.entries()) {
          const { done, ms } = await bare.many(width, { forMs: forMs / widths.length });
          bareRates[index].push((done * 1000) / ms);
        }
      }
    } finally {
      await clients.close();
    }
    const mean = (values) => sum(values) / values.length;
    const perSecond = mean(rates);
    const means = bareRates.map(mean);
    const best = Math.max(...means);
    const cpuPerExecutionMs = Object.fromEntries(
      Object.keys(cpu[0]).map((part) => [part, round(sum(cpu.map((one) => one[part])) / latencies.length)]),
    );
    return {
      summaries: { [`${name}, latency`]: summarize(latencies) },
      rows: [
        {
          name: `${language}, ${CLIENTS} at once`,
          neuron: `${perSecond.toFixed(0)}/s`,
          bare: `${best.toFixed(0)}/s`,
          ratio: round(perSecond / best),
          target: { least },
        },
      ],
      ...(instance && {
        text: formatTable([
          ["CPU time per execution", ...Object.keys(cpuPerExecutionMs)],
          ["ms", ...Object.values(cpuPerExecutionMs).map((value) => value.toFixed(2))],
        ]),
      }),
      details: {
        cpuPerExecutionMs,
        perSecond: rates.map(round),
        barePerSecond: Object.fromEntries(widths.map((width, index) => [width, round(means[index])])),
        bareWhere: bare.where,
      },
    };
  },
});

export const throughputScenarios = [
  createThroughput({ name: "throughput", language: "python", least: 3 }),
  createThroughput({ name: "javascript-throughput", language: "javascript", least: 6 }),
  createThroughput({ name: "php-throughput", language: "php", least: 3 }),
];
