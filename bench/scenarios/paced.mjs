import { setTimeout as delay } from "node:timers/promises";
import { startClients } from "../load/clients.mjs";
import { ms } from "../output.mjs";
import { round, summarize } from "../statistics.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

const EVERY_MS = 200;
const WARM_UPS = 5;

/** Each 200 ms one request, and half-way between two of them one bare run: caches are cold and cores are asleep. */
export const paced = {
  name: "paced",
  title: "python hello, one each 200 ms, beside the bare program",
  async run({ url, quick, scratch, progress, bareFor, warm, signal }) {
    const hello = helloOf("python");
    const bare = await bareFor(hello);
    await warm();
    const samples = quick ? 25 : 75;
    const client = startClients({
      scratch,
      url,
      request: helloRequest(url, hello),
      expected: hello.expected,
    });
    const served = [];
    const started = [];
    const begun = performance.now();
    const until = (at) => delay(Math.max(0, begun + at - performance.now()), undefined, { signal });
    try {
      for (let i = 0; i < samples + WARM_UPS; i++) {
        progress.step(`paced: ${Math.round((100 * i) / (samples + WARM_UPS))}%`);
        await until(i * EVERY_MS);
        const servedMs = await client.once();
        await until((i + 0.5) * EVERY_MS);
        const startedMs = await bare.once();
        if (i < WARM_UPS) continue;
        served.push(servedMs);
        started.push(startedMs);
      }
    } finally {
      await client.close();
    }
    const neuron = summarize(served);
    const beside = summarize(started);
    const ratio = round(neuron.p50 / beside.p50);
    return {
      summaries: { "paced, neuron": neuron, [`paced, bare (${bare.where})`]: beside },
      rows: [
        {
          name: "paced",
          neuron: `${ms(neuron.p50)} ms`,
          bare: `${ms(beside.p50)} ms`,
          ratio,
          target: { most: 0.4 },
        },
      ],
    };
  },
};
