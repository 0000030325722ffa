// Takes what `npm run bench -- --only story` measured last into the dashboard, which shows it beside its own burst:
//   node bench/story/figures.mjs [file of bench/results]
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { round } from "../statistics.mjs";

const TARGET = inRoot("packages/dashboard/src/dashboard/burst/strategies.json");

const OWN = "the pool behind the queue";

/** As the scenario calls them -> as the page does, in its order. */
const NAMES = {
  "a sandbox per request, all at once": "A container for each request, all at once",
  "a sandbox per request, 50 at a time": "A container for each request, 50 at a time",
  "a process each, by hand": "A process for each by hand, without a sandbox",
  [OWN]: "Neuron: a queue and a pool",
};

const reportOf = (file) => JSON.parse(readFileSync(file, "utf8"));

const lastFile = () => {
  const folder = inRoot("bench/results");
  const files = readdirSync(folder).sort().reverse();
  const found = files.find((name) => reportOf(`${folder}/${name}`).scenarios.story !== undefined);
  if (found === undefined) throw new Error("Nothing was measured yet: npm run bench -- --only story");
  return `${folder}/${found}`;
};

const { startedAt, machine, scenarios } = reportOf(process.argv[2] ?? lastFile());
const { count, ways } = scenarios.story;
const figures = {
  measuredAt: startedAt,
  machine: `${machine.cores} cores of an ${machine.cpu}`,
  cores: machine.cores,
  load: round(machine.load[0]),
  count,
  ways: Object.entries(NAMES).map(([name, shown]) => {
    const { done, ms, latency, lateness, ended } = ways[name];
    return {
      name: shown,
      own: name === OWN,
      done,
      ms: round(ms),
      p50Ms: latency === null ? null : latency.p50,
      latenessMs: lateness.max,
      ended,
    };
  }),
};
writeFileSync(TARGET, `${JSON.stringify(figures, null, 2)}\n`);
console.log(`Written to ${TARGET}`);
