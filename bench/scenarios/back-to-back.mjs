import { Connection, execute } from "../client.mjs";
import { ms } from "../output.mjs";
import { round, summarize } from "../statistics.mjs";
import { helloOf, helloRequest, programOf } from "./hellos.mjs";

/** Other sources that say the same: what is compiled was never compiled before. */
const changed = (hello, comment) => ({ ...hello, source: `${hello.source}${comment}\n` });

/**
 * One client with one kept-alive connection sends a hello, waits for the answer, and sends the next. In turns with the
 * bare program: a block of these, a block of those, so that both meet the same machine.
 */
const createBackToBack = ({
  name,
  language,
  blocks,
  requestsPerBlock,
  bareRunsPerBlock,
  warmUps,
  target,
  comment,
  program = () => helloOf(language),
  title = `${language} hello, one after the other, beside the bare program`,
}) => ({
  name,
  title,
  async run({ url, quick, progress, bareFor }) {
    const hello = program();
    const bare = await bareFor(hello);
    let sent = 0;
    const next = () => (comment ? changed(hello, `${comment} ${sent++}`) : hello);
    const request = () => helloRequest(url, next());
    const rounds = quick ? Math.max(2, Math.ceil(blocks / 4)) : blocks;
    const connection = await Connection.open(url);
    const served = [];
    const started = [];
    try {
      for (let i = 0; i < warmUps; i++) await execute(connection, request(), hello.expected);
      for (let block = 0; block < rounds; block++) {
        progress.step(`${name}: ${Math.round((100 * block) / rounds)}%`);
        for (let i = 0; i < requestsPerBlock; i++)
          served.push((await execute(connection, request(), hello.expected)).ms);
        for (let i = 0; i < bareRunsPerBlock; i++) started.push(await bare.once(next().source));
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
  ...[
    { name: "cpp", language: "cpp", target: { most: 0.8 } },
    {
      name: "cpp-bits",
      language: "cpp",
      title: "C++ with <bits/stdc++.h>, one after the other, beside g++ alone",
      program: () => programOf("cpp", "bits.cpp", "Hello, world!\n"),
      target: { most: 0.35 },
    },
    {
      name: "cpp-judge",
      language: "cpp",
      title: "a judge's C++ of 50 lines with <bits/stdc++.h>, one after the other, beside g++ alone",
      program: () => programOf("cpp", "judge.cpp", "10 4 4\n"),
    },
    { name: "go", language: "go", target: { most: 0.7 } },
    { name: "rust", language: "rust", target: { most: 0.7 } },
  ].map((compiled) =>
    createBackToBack({
      comment: "//",
      blocks: 8,
      requestsPerBlock: 2,
      bareRunsPerBlock: 2,
      warmUps: 2,
      ...compiled,
    }),
  ),
];
