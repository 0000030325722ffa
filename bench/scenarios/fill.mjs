import { availableParallelism } from "node:os";
import { getJson } from "../client.mjs";
import { ms } from "../output.mjs";
import { round } from "../statistics.mjs";
import { helloOf } from "./hellos.mjs";

/** How long the start took, up to a pool full of warm sandboxes; beside as many bare interpreters started by hand. */
export const fill = {
  name: "fill",
  title: "from start to a full pool, stop",
  needsInstance: true,
  async run({ url, instance, bareFor }) {
    const { states } = await getJson(url, "/v1/pool");
    const bare = await bareFor(helloOf("python"));
    const started = await bare.many(availableParallelism(), { count: states.warm });
    return {
      rows: [
        {
          name: `start to a pool of ${states.warm}`,
          neuron: `${ms(instance.readyMs)} ms`,
          bare: `${ms(started.ms)} ms`,
          ratio: round(instance.readyMs / started.ms),
        },
      ],
      details: { readyMs: round(instance.readyMs), states, bareMs: round(started.ms) },
    };
  },
};
