import { Connection, execute, post } from "../client.mjs";
import { ms } from "../output.mjs";
import { summarize } from "../statistics.mjs";
import { WAIT_PATH } from "./hellos.mjs";

const TESTS = 20;
const ROUNDS = 20;

const PROGRAMS = {
  python: "a, b = map(int, input().split())\nprint(a + b)\n",
  cpp: "#include <bits/stdc++.h>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b << std::endl; }\n",
};

/** Twenty tests in one execution, beside an execution for each of them: one after the other, and all at once. */
export const judging = {
  name: "judging",
  title: `${TESTS} tests of one program, beside ${TESTS} executions`,
  async run({ url, quick, progress }) {
    const connections = [];
    for (let i = 0; i < TESTS; i++) connections.push(await Connection.open(url));
    const [connection] = connections;
    const summaries = {};
    const rows = [];
    try {
      for (const [language, source] of Object.entries(PROGRAMS)) {
        progress.step(`judging ${language}`);
        const tests = Array.from({ length: TESTS }, (_, i) => ({
          stdin: `${i} ${i}\n`,
          expected: `${2 * i}`,
        }));
        const judged = post(url, WAIT_PATH, { language, source, tests });
        const singles = tests.map(({ stdin }) => post(url, WAIT_PATH, { language, source, stdin }));
        const kinds = {
          together: () => judge(connection, judged),
          "one by one": async () => {
            for (const [i, single] of singles.entries()) await execute(connection, single, `${2 * i}\n`);
          },
          "at once": () =>
            Promise.all(singles.map((single, i) => execute(connections[i], single, `${2 * i}\n`))),
        };
        const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
        // The first round compiles, and is left out.
        for (let round = 0; round <= (quick ? ROUNDS / 4 : ROUNDS); round++) {
          for (const [kind, run] of Object.entries(kinds)) {
            const begun = performance.now();
            await run();
            if (round > 0) times[kind].push(performance.now() - begun);
          }
        }
        const [together, oneByOne, atOnce] = Object.values(times).map(summarize);
        Object.assign(summaries, {
          [`judging ${language}, ${TESTS} tests`]: together,
          [`judging ${language}, ${TESTS} executions one by one`]: oneByOne,
          [`judging ${language}, ${TESTS} executions at once`]: atOnce,
        });
        rows.push({
          name: `judging ${language}`,
          neuron: `${ms(together.p50)} ms`,
          bare: `${ms(oneByOne.p50)} ms one by one`,
          ratio: together.p50 / oneByOne.p50,
          target: { most: 1 },
        });
      }
    } finally {
      for (const each of connections) each.close();
    }
    return { summaries, rows };
  },
};

const judge = async (connection, request) => {
  const { status, body } = await connection.send(request);
  const { outcome, tests } = JSON.parse(body);
  if (status !== 200 || outcome !== "accepted" || tests.length !== TESTS)
    throw new Error(`expected ${TESTS} accepted tests, got ${status}: ${body.slice(0, 500)}`);
};
