import { Connection, post } from "../client.mjs";
import { ms } from "../output.mjs";
import { round, summarize } from "../statistics.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

const WARM_UPS = 50;
const MOST = 1.3;

const HELLO = helloOf("python");

/** The ways to ask for the same, each with where its answer has what was printed. */
const WAYS = [
  { name: "native", request: (url) => helloRequest(url, HELLO), printed: ({ run }) => run.stdout },
  {
    name: "judge0",
    request: (url) =>
      post(url, "/judge0/submissions?wait=true", { language_id: 71, source_code: HELLO.source }),
    printed: ({ stdout }) => stdout,
  },
  {
    name: "piston",
    request: (url) =>
      post(url, "/api/v2/execute", {
        language: "python",
        version: "3.10.0",
        files: [{ content: HELLO.source }],
      }),
    printed: ({ run }) => run.stdout,
  },
];

/** One client with a connection for each API sends the same hello to each in turn. */
export const compatibility = {
  name: "compatibility",
  title: "python hello by Judge0's and Piston's API, beside the native one",
  async run({ url, quick, progress }) {
    const rounds = (quick ? 100 : 600) + WARM_UPS;
    const ways = await Promise.all(
      WAYS.map(async ({ request, ...way }) => ({
        ...way,
        request: request(url),
        connection: await Connection.open(url),
        times: [],
      })),
    );
    try {
      for (let i = 0; i < rounds; i++) {
        progress.step(`compatibility: ${Math.round((100 * i) / rounds)}%`);
        // Whoever comes first after another one is not always the same.
        for (let turn = 0; turn < ways.length; turn++) {
          const { connection, request, printed, name, times } = ways[(i + turn) % ways.length];
          const begun = performance.now();
          const { body } = await connection.send(request);
          const took = performance.now() - begun;
          if (printed(JSON.parse(body)) !== HELLO.expected) throw new Error(`${name} gave ${body}`);
          if (i >= WARM_UPS) times.push(took);
        }
      }
    } finally {
      for (const { connection } of ways) connection.close();
    }
    const summaries = Object.fromEntries(ways.map(({ name, times }) => [name, summarize(times)]));
    return {
      summaries,
      rows: ways
        .filter(({ name }) => name !== "native")
        .map(({ name }) => ({
          name: `${name}, beside native`,
          neuron: `${ms(summaries[name].p50)} ms`,
          bare: `${ms(summaries.native.p50)} ms`,
          ratio: round(summaries[name].p50 / summaries.native.p50),
          target: { most: MOST },
        })),
    };
  },
};
