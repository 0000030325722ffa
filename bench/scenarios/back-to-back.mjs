import { setTimeout as delay } from "node:timers/promises";
import { startClients } from "../load/clients.mjs";
import { ms } from "../output.mjs";
import { round, summarize } from "../statistics.mjs";
import { helloOf, helloRequest, numpyHello, programOf } from "./hellos.mjs";

/** Other sources that say the same: what is compiled was never compiled before. */
const changed = (hello, comment) => ({ ...hello, source: `${hello.source}${comment}\n` });
/** What starts in less time than a request takes is not to take much longer than a Python hello. */
const PYTHON = helloOf("python");
const MOST_BEYOND_PYTHON_MS = 3;
/** The pool follows what is asked for: the first ones after a change find no jail of their kind. */
const CHANGE_OF_KIND = 10;

/**
 * One client with one kept-alive connection sends a hello, waits for the answer, and sends the next. In turns with the
 * bare program: a block of these, a block of those, so that both meet the same machine. `besidePython`: and a block of
 * Python hellos. The bare programs wait until the service is calm, and for `restMs` before: runtimes that take long to boot
 * are booted ahead with rests between them.
 */
const createBackToBack = ({
  name,
  hello,
  bareHello = hello,
  blocks,
  requestsPerBlock,
  bareRunsPerBlock,
  warmUps,
  restMs = 0,
  target,
  comment,
  besidePython = false,
  title = `${name} hello, one after the other, beside the bare ${bareHello.bare} program`,
}) => ({
  name,
  title,
  async run({ url, quick, scratch, progress, bareFor, calm, warm, signal }) {
    const bare = await bareFor(bareHello);
    await warm();
    const rounds = quick ? Math.max(2, Math.ceil(blocks / 4)) : blocks;
    const clientOf = (one) =>
      startClients({ scratch, url, request: helloRequest(url, one), expected: one.expected });
    const clients = { own: clientOf(hello), ...(besidePython && { python: clientOf(PYTHON) }) };
    const served = [];
    const started = [];
    const python = [];
    let sent = 0;
    const next = (one) => (comment ? changed(one, `${comment} ${sent++}`) : one);
    const serve = async (count, into = []) => {
      for (let i = 0; i < count; i++) {
        const fresh = comment ? helloRequest(url, next(hello)) : undefined;
        into.push(await clients.own.once(fresh));
      }
    };
    const servePython = async (count, into = []) => {
      for (let i = 0; i < count; i++) into.push(await clients.python.once());
    };
    try {
      await serve(warmUps);
      for (let block = 0; block < rounds; block++) {
        progress.step(`${name}: ${Math.round((100 * block) / rounds)}%`);
        await serve(requestsPerBlock, served);
        if (restMs > 0) await delay(restMs, undefined, { signal });
        await calm();
        for (let i = 0; i < bareRunsPerBlock; i++) started.push(await bare.once(next(bareHello).source));
        if (!besidePython) continue;
        await servePython(CHANGE_OF_KIND);
        await servePython(requestsPerBlock, python);
        await serve(CHANGE_OF_KIND);
      }
    } finally {
      for (const client of Object.values(clients)) await client.close();
    }
    const neuron = summarize(served);
    const beside = summarize(started);
    const ratio = round(neuron.p50 / beside.p50);
    const beyond = besidePython ? round(neuron.p50 - summarize(python).p50) : null;
    return {
      summaries: {
        [`${name}, neuron`]: neuron,
        [`${name}, bare (${bare.where})`]: beside,
        ...(besidePython && { "python, neuron": summarize(python) }),
      },
      rows: [
        {
          name,
          neuron: `${ms(neuron.p50)} ms`,
          bare: `${ms(beside.p50)} ms`,
          ratio,
          ...(target && { target }),
        },
        ...(beyond === null
          ? []
          : [
              {
                name: `${name}, beyond python`,
                neuron: `${ms(beyond)} ms`,
                value: beyond,
                target: { most: MOST_BEYOND_PYTHON_MS },
              },
            ]),
      ],
      details: { bareCandidatesP50Ms: bare.candidates },
    };
  },
});

export const backToBackScenarios = [
  createBackToBack({
    name: "python",
    hello: helloOf("python"),
    blocks: 12,
    requestsPerBlock: 50,
    bareRunsPerBlock: 20,
    warmUps: 100,
    target: { most: 0.25 },
  }),
  createBackToBack({
    name: "javascript",
    hello: helloOf("javascript"),
    blocks: 12,
    requestsPerBlock: 50,
    bareRunsPerBlock: 10,
    warmUps: 100,
    target: { most: 0.15 },
  }),
  createBackToBack({
    name: "typescript",
    hello: helloOf("typescript"),
    blocks: 6,
    requestsPerBlock: 50,
    bareRunsPerBlock: 2,
    warmUps: 100,
  }),
  createBackToBack({
    name: "typescript-beside-node",
    hello: helloOf("typescript"),
    bareHello: helloOf("javascript"),
    blocks: 12,
    requestsPerBlock: 50,
    bareRunsPerBlock: 10,
    warmUps: 100,
  }),
  createBackToBack({
    name: "typescript-checked",
    hello: helloOf("typescript-checked"),
    bareHello: helloOf("typescript"),
    comment: "//",
    blocks: 4,
    requestsPerBlock: 5,
    bareRunsPerBlock: 2,
    warmUps: 5,
  }),
  createBackToBack({
    name: "numpy",
    hello: numpyHello,
    blocks: 8,
    requestsPerBlock: 20,
    bareRunsPerBlock: 2,
    warmUps: 5,
    target: { most: 0.15 },
  }),
  createBackToBack({
    name: "ruby",
    hello: helloOf("ruby"),
    blocks: 12,
    requestsPerBlock: 50,
    bareRunsPerBlock: 10,
    warmUps: 100,
    target: { most: 0.8 },
  }),
  createBackToBack({
    name: "php",
    hello: helloOf("php"),
    blocks: 12,
    requestsPerBlock: 50,
    bareRunsPerBlock: 20,
    warmUps: 100,
    target: { most: 0.8 },
  }),
  ...["perl", "lua"].map((language) =>
    createBackToBack({
      name: language,
      hello: helloOf(language),
      blocks: 12,
      requestsPerBlock: 50,
      bareRunsPerBlock: 50,
      warmUps: 100,
      besidePython: true,
    }),
  ),
  ...[
    { name: "cpp", hello: helloOf("cpp"), target: { most: 0.8 } },
    {
      name: "cpp-bits",
      hello: programOf("cpp", "bits.cpp", "Hello, world!\n"),
      title: "C++ with <bits/stdc++.h>, one after the other, beside g++ alone",
      target: { most: 0.35 },
    },
    {
      name: "cpp-judge",
      hello: programOf("cpp", "judge.cpp", "10 4 4\n"),
      title: "a judge's C++ of 50 lines with <bits/stdc++.h>, one after the other, beside g++ alone",
    },
    { name: "go", hello: helloOf("go"), target: { most: 0.7 } },
    { name: "rust", hello: helloOf("rust"), target: { most: 0.7 } },
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
  createBackToBack({
    name: "java",
    hello: helloOf("java"),
    comment: "//",
    blocks: 8,
    requestsPerBlock: 2,
    bareRunsPerBlock: 2,
    warmUps: 2,
    restMs: 2_000,
    target: { most: 0.35 },
  }),
];
