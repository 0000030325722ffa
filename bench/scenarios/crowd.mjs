import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { getJson } from "../client.mjs";
import { formatTable, mib, ms } from "../output.mjs";
import { startProbe } from "../probes/probe.mjs";
import { partsOf, residentBytes } from "../processes.mjs";
import { round, summarize } from "../statistics.mjs";
import { crowdOfClients } from "./crowd-of-clients.mjs";
import { helloOf, helloRequest } from "./hellos.mjs";

const run = promisify(execFile);
const CALM_MS = 3_000;
const FINISH_TIMEOUT_MS = 120_000;
/** V8 gives back what it took for a crowd when it has had little to do for half a minute. */
const MEMORY_TIMEOUT_MS = 120_000;
/** Redis keeps a thousand results more, and code that has become hot stays compiled. */
const MEMORY_IS_BACK = 1.1;

const probed = async (url, action) => {
  const probe = startProbe("health", [url.href]);
  await probe.ready;
  try {
    return { result: await action(), health: await probe.stop() };
  } catch (error) {
    await probe.stop().catch(() => undefined);
    throw error;
  }
};

const finishedOf = (stats) => Object.values(stats.outcomes).reduce((a, b) => a + b, 0);

/** `ab` against the create route, which answers 202 at once; then until all are accepted. Null where there is no ab. */
const apacheBench = async ({ url, scratch, signal }, count, hello) => {
  const bodyFile = join(scratch, "body.json");
  writeFileSync(bodyFile, JSON.stringify({ language: hello.language, source: hello.source }));
  const before = await getJson(url, "/v1/stats");
  const begun = performance.now();
  let output;
  try {
    const flags = ["-q", "-l", "-n", count, "-c", count, "-s", 120, "-p", bodyFile, "-T", "application/json"];
    ({ stdout: output } = await run("ab", [...flags.map(String), new URL("/v1/executions", url).href], {
      signal,
    }));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
  const acceptedMs = performance.now() - begun;
  const figure = (label) => Number(new RegExp(`^${label}: +(\\d+)`, "m").exec(output)?.[1] ?? 0);
  const failed = figure("Failed requests") + figure("Non-2xx responses");
  if (failed > 0 || figure("Complete requests") !== count) throw new Error(`ab had failures:\n${output}`);
  for (;;) {
    const stats = await getJson(url, "/v1/stats");
    const finished = finishedOf(stats) - finishedOf(before);
    const accepted = (stats.outcomes.accepted ?? 0) - (before.outcomes.accepted ?? 0);
    if (accepted === count) break;
    if (finished >= count) throw new Error(`of ${count}, only ${accepted} were accepted`);
    if (performance.now() - begun > FINISH_TIMEOUT_MS)
      throw new Error(`only ${finished} of ${count} finished`);
    await delay(50, undefined, { signal });
  }
  return { acceptedMs, finishedMs: performance.now() - begun };
};

const total = (bytes) => Object.values(bytes).reduce((a, b) => a + b, 0);

/** Seconds until all parts together hold about what they held before; null when they do not. */
const memoryBack = async (parts, before, signal) => {
  const begun = performance.now();
  while (performance.now() - begun < MEMORY_TIMEOUT_MS) {
    if (total(residentBytes(parts)) <= total(before) * MEMORY_IS_BACK)
      return (performance.now() - begun) / 1000;
    await delay(1_000, undefined, { signal });
  }
  return null;
};

/** A thousand clients at once, twice; then `ab`, twice. /healthz is asked all the time, by a process of its own. */
export const crowd = {
  name: "crowd",
  title: "1,000 clients at once; /healthz meanwhile; memory before and after",
  async run(context) {
    const { url, quick, progress, instance, bareFor, calm, signal } = context;
    const count = 1_000;
    const hello = helloOf("python");
    const bare = await bareFor(hello);
    const request = helloRequest(url, hello);
    const parts = instance ? partsOf(instance.pid) : {};
    const memory = [["before", residentBytes(parts)]];
    const passes = [];
    for (let pass = 1; pass <= (quick ? 1 : 2); pass++) {
      progress.step(`crowd: ${count} clients at once, pass ${pass}`);
      const { result, health } = await probed(url, () => crowdOfClients(url, count, request, hello.expected));
      await calm();
      progress.step(`crowd: ${count} bare programs, pass ${pass}`);
      const bareRun = await bare.many(availableParallelism(), { count });
      passes.push({ ms: result.ms, latency: summarize(result.latencies), health, bareMs: bareRun.ms });
      memory.push([`after pass ${pass}`, residentBytes(parts)]);
      await delay(CALM_MS, undefined, { signal });
    }
    const abs = [];
    for (let pass = 1; pass <= (quick ? 1 : 2); pass++) {
      progress.step(`crowd: ab -n ${count} -c ${count}, pass ${pass}`);
      const { result, health } = await probed(url, () => apacheBench(context, count, hello));
      if (result === null) break;
      abs.push({ ...result, health });
      memory.push([`after ab, pass ${pass}`, residentBytes(parts)]);
      await delay(CALM_MS, undefined, { signal });
    }
    progress.step("crowd: memory");
    const backAfterS = instance && !quick ? await memoryBack(parts, memory[0][1], signal) : null;
    memory.push(["in the end", residentBytes(parts)]);
    const last = passes.at(-1);
    const failures = [...passes, ...abs].flatMap(({ health }) => health.failures);
    if (failures.length > 0) throw new Error(`/healthz failed ${failures.length} times: ${failures[0]}`);
    const worst = (runs) => Math.max(...runs.map(({ health }) => health.p99));
    return {
      summaries: { "crowd, latency": last.latency, "crowd, /healthz": last.health },
      rows: [
        {
          name: `${count} at once, all accepted`,
          neuron: `${ms(last.ms)} ms`,
          bare: `${ms(last.bareMs)} ms`,
          ratio: round(last.ms / last.bareMs),
        },
        { name: "/healthz meanwhile, p99", neuron: `${ms(worst(passes))} ms` },
        ...(abs.length > 0
          ? [
              {
                name: "/healthz during ab, p99",
                neuron: `${ms(worst(abs))} ms`,
                value: worst(abs),
                target: { most: 100 },
              },
            ]
          : []),
      ],
      text: [
        ...(abs.length === 0 ? ["ab is not installed (apt install apache2-utils): left out."] : []),
        ...abs.map(
          ({ acceptedMs, finishedMs, health }) =>
            `ab -n ${count} -c ${count}: no failed request, all answered after ${ms(acceptedMs)} ms, all accepted after ` +
            `${ms(finishedMs)} ms; /healthz p99 ${ms(health.p99)} ms.`,
        ),
        ...(backAfterS === null
          ? []
          : [`Memory was back ${Math.round(backAfterS + CALM_MS / 1000)} s after the last.`]),
        ...(instance
          ? [
              formatTable([
                ["resident memory", ...Object.keys(parts)],
                ...memory.map(([when, bytes]) => [when, ...Object.values(bytes).map(mib)]),
              ]),
            ]
          : []),
      ].join("\n\n"),
      details: { passes, ab: abs, memoryBackAfterS: backAfterS, residentBytes: Object.fromEntries(memory) },
    };
  },
};
