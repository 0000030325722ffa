import { Connection, execute } from "../client.mjs";
import { ms } from "../output.mjs";
import { round, summarize } from "../statistics.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

/**
 * One client with one kept-alive connection sends a hello, waits for the answer, and sends the next. In turns with the
 * bare program: a block of these, a block of those, so that both meet the same machine.
 */
const createBackToBack = ({
  name,
  language,
  bareLanguage = language,
  blocks,
  requestsPerBlock,
  bareRunsPerBlock,
  warmUps,
  target,
}) => ({
  name,
  title: `${language} hello, one after the other, beside the bare ${bareLanguage} program`,
  async run({ url, quick, progress, bareFor }) {
    const hello = helloOf(language);
    const bare = await bareFor(helloOf(bareLanguage));
    const request = helloRequest(url, hello);
    const rounds = quick ? Math.max(2, Math.ceil(blocks / 4)) : blocks;
    const connection = await Connection.open(url);
    const served = [];
    const started = [];
    try {
      for (let i = 0; i < warmUps; i++) await execute(connection, request, hello.expected);
      for (let block = 0; block < rounds; block++) {
        progress.step(`${name}: ${Math.round((100 * block) / rounds)}%`);
        for (let i = 0; i < requestsPerBlock; i++)
          served.push((await execute(connection, request, hello.expected)).ms);
        for (let i = 0; i < bareRunsPerBlock; i++) started.push(await bare.once());
      }
    } finally {
      connection.close();
    }
    const neuron = summarize(served);
    const beside = summarize(started);
    const ratio = round(neuron.p50 / beside.p50);
    return {
      summaries: { [`${name}, neuron`]: neuron, [`${name}, bare (${bare.where})`]: beside },
      rows: [
        {
          name,
          neuron: `${ms(neuron.p50)} ms`,
          bare: `${ms(beside.p50)} ms`,
          ratio,
          ...(target && { target }),
        },
      ],
      details: { bareCandidatesP50Ms: bare.candidates },
    };
  },
});

export const backToBackScenarios = [
  createBackToBack({
    name: "python",
    language: "python",
    blocks: 12,
    requestsPerBlock: 50,
    bareRunsPerBlock: 20,
    warmUps: 100,
    target: { most: 0.25 },
  }),
  createBackToBack({
    name: "javascript",
    language: "javascript",
    blocks: 12,
    requestsPerBlock: 50,
    bareRunsPerBlock: 10,
    warmUps: 100,
    target: { most: 0.15 },
  }),
  createBackToBack({
    name: "typescript",
    language: "typescript",
    blocks: 6,
    requestsPerBlock: 50,
    bareRunsPerBlock: 2,
    warmUps: 100,
  }),
  createBackToBack({
    name: "typescript-beside-node",
    language: "typescript",
    bareLanguage: "javascript",
    blocks: 12,
    requestsPerBlock: 50,
    bareRunsPerBlock: 10,
    warmUps: 100,
  }),
  createBackToBack({
    name: "typescript-checked",
    language: "typescript-checked",
    bareLanguage: "typescript",
    blocks: 4,
    requestsPerBlock: 5,
    bareRunsPerBlock: 2,
    warmUps: 5,
  }),
  createBackToBack({
    name: "cpp",
    language: "cpp",
    blocks: 8,
    requestsPerBlock: 2,
    bareRunsPerBlock: 2,
    warmUps: 2,
  }),
];
