import { Connection, execute } from "../client.mjs";
import { ms } from "../output.mjs";
import { summarize } from "../statistics.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

const RUNS = 100;

/** The same sources again: compiled once, run each time. */
export const repeated = {
  name: "repeated",
  title: "cpp hello, the same sources again",
  async run({ url, quick, progress }) {
    progress.step("repeated");
    const hello = helloOf("cpp");
    const request = helloRequest(url, hello);
    const connection = await Connection.open(url);
    const served = [];
    try {
      await execute(connection, request, hello.expected);
      for (let i = 0; i < (quick ? RUNS / 4 : RUNS); i++) {
        const { ms: took, execution } = await execute(connection, request, hello.expected);
        if (!execution.compile.cached) throw new Error("the same sources were compiled again");
        served.push(took);
      }
    } finally {
      connection.close();
    }
    const neuron = summarize(served);
    return {
      summaries: { "repeated, neuron": neuron },
      rows: [{ name: "repeated", neuron: `${ms(neuron.p50)} ms`, value: neuron.p50, target: { most: 30 } }],
    };
  },
};
