// `npm run bench`: measures the service beside the same programs started by hand, prints tables, writes JSON.

import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TESTED_LANGUAGES } from "../scripts/setup/tested-languages.mjs";
import { explain, setUp, setUpImage } from "../scripts/setup.mjs";
import { buildSpawnTimer, languageOf, startBare } from "./bare/bare.mjs";
import { createCalm } from "./calm.mjs";
import { getJson } from "./client.mjs";
import { rootOf, startInstance } from "./instance.mjs";
import { describeMachine, loadWarning, machineFacts } from "./machine.mjs";
import { readOptions } from "./options.mjs";
import { createProgress, formatSummaries, formatTable, ms, say } from "./output.mjs";
import { inRoot } from "./paths.mjs";
import { backToBackScenarios } from "./scenarios/back-to-back.mjs";
import { burst } from "./scenarios/burst.mjs";
import { compatibility } from "./scenarios/compatibility.mjs";
import { crowd } from "./scenarios/crowd.mjs";
import { fairness } from "./scenarios/fairness.mjs";
import { fill } from "./scenarios/fill.mjs";
import { idle } from "./scenarios/idle.mjs";
import { judging } from "./scenarios/judging.mjs";
import { live } from "./scenarios/live.mjs";
import { paced } from "./scenarios/paced.mjs";
import { repeated } from "./scenarios/repeated.mjs";
import { start } from "./scenarios/start.mjs";
import { story } from "./scenarios/story.mjs";
import { streams } from "./scenarios/streams.mjs";
import { throughputScenarios } from "./scenarios/throughput.mjs";
import { createWarmUp } from "./warm.mjs";

/** In this order: first what wants a service that has done nothing yet, last what strains the machine. */
const SCENARIOS = [
  fill,
  idle,
  burst,
  start,
  paced,
  ...backToBackScenarios,
  repeated,
  compatibility,
  judging,
  streams,
  live,
  ...throughputScenarios,
  crowd,
  fairness,
  story,
];

const isMet = ({ ratio, value = ratio, target }) =>
  (target.most === undefined || value <= target.most) &&
  (target.least === undefined || value >= target.least);

const targetText = ({ ratio, target }) =>
  target.text ??
  `${target.most === undefined ? ">=" : "<="} ${target.most ?? target.least}${ratio === undefined ? " ms" : " x"}`;

const formatRows = (rows) =>
  formatTable([
    ["", "neuron", "bare", "ratio", "target", ""],
    ...rows.map((row) => [
      row.name,
      row.neuron,
      row.bare ?? "",
      row.ratio === undefined ? "" : `${row.ratio.toFixed(2)} x`,
      row.target ? targetText(row) : "",
      row.target ? (isMet(row) ? "met" : "MISSED") : "",
    ]),
  ]);

/** What scenarios share: the service, the bare counterparts (made when first wanted), a scratch folder. */
const createContext = ({ options, scratch, instance, progress, signal }) => {
  const spawnTimer = buildSpawnTimer(scratch);
  const bares = new Map();
  const url = options.url ?? instance?.url;
  return {
    url,
    instance,
    quick: options.quick,
    scratch,
    progress,
    signal,
    calm: createCalm(instance, signal),
    warm: createWarmUp({ url, scratch, progress }),
    bareFor(hello) {
      const { bare, name = bare } = hello;
      if (!bares.has(name)) {
        progress.step(`bare ${name}`);
        bares.set(
          name,
          rootOf(languageOf(bare)).then((root) => startBare({ spawnTimer, scratch, root, name, ...hello })),
        );
      }
      return bares.get(name);
    },
    async close() {
      for (const bare of bares.values()) {
        await bare.then(
          (timer) => timer.close(),
          () => undefined,
        );
      }
    },
  };
};

const measure = async (scenarios, context, report) => {
  for (const scenario of scenarios) {
    context.signal.throwIfAborted();
    if (scenario.needsInstance && context.instance === null) {
      say(`\n${scenario.name}: left out, it needs an own instance\n`);
      continue;
    }
    const result = await scenario.run(context);
    context.progress.clear();
    say(`\n## ${scenario.name}: ${scenario.title}`);
    if (result.summaries) say(formatSummaries(result.summaries));
    if (result.text) say(result.text);
    report.scenarios[scenario.name] = { rows: result.rows, summaries: result.summaries, ...result.details };
    report.rows.push(...result.rows);
  }
};

const stopInstance = async (instance, report) => {
  const { stopMs, leftovers } = await instance.stop();
  report.rows.push({
    name: "stop",
    neuron: `${ms(stopMs)} ms`,
    value: leftovers.length,
    target: { most: 0, text: "nothing left" },
  });
  report.stop = { stopMs, leftovers };
  report.troubles = instance.troubles.slice(0, 100);
  if (leftovers.length > 0) say(`LEFT BEHIND: ${leftovers.join(", ")}`);
  if (instance.troubles.length > 0)
    say(`The service logged ${instance.troubles.length} warnings; see the JSON.`);
};

const writeReport = (report) => {
  const folder = inRoot("bench/results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${report.startedAt.replaceAll(":", "-")}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
};

const main = async () => {
  process.env.NEURON_LANGUAGES ??= TESTED_LANGUAGES;
  const options = readOptions(process.argv.slice(2), SCENARIOS);
  if (options.help !== null) {
    say(options.help);
    return;
  }
  await setUp();
  // Before the start is timed.
  if (options.url === null) await setUpImage();
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => abort.abort(new Error("interrupted")));
  const machine = machineFacts();
  say(describeMachine(machine));
  const warning = loadWarning(machine);
  if (warning) say(warning);
  const report = {
    startedAt: new Date().toISOString(),
    quick: options.quick,
    machine,
    scenarios: {},
    rows: [],
  };
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "neuron-bench-scratch-")));
  chmodSync(scratch, 0o711);
  const progress = createProgress();
  let instance = null;
  let context = null;
  try {
    if (options.url === null) {
      progress.step("starting an own instance");
      instance = await startInstance({ signal: abort.signal, onProgress: (line) => progress.step(line) });
    } else await getJson(options.url, "/readyz");
    context = createContext({ options, scratch, instance, progress, signal: abort.signal });
    await measure(options.scenarios, context, report);
  } finally {
    progress.clear();
    await context?.close();
    if (instance) await stopInstance(instance, report);
    rmSync(scratch, { recursive: true, force: true });
  }
  report.machine.loadAfter = machineFacts().load;
  say(`\n${formatRows(report.rows)}\n`);
  say(`Written to ${writeReport(report)}`);
  if (report.rows.some((row) => row.target && !isMet(row))) process.exitCode = 2;
};

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
