// Judges a solution: node judge.mjs [solution.cpp]. It is compiled once and run for each pair NAME.in, NAME.out.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createNeuron, NeuronError } from "@neuron/sdk";

const here = fileURLToPath(new URL(".", import.meta.url));
const file = process.argv[2] ?? `${here}solution.py`;
const neuron = createNeuron({ url: process.env.NEURON_URL, key: process.env.NEURON_KEY });

const tests = readdirSync(`${here}tests`)
  .filter((name) => name.endsWith(".in"))
  .map((name) => ({
    name: name.slice(0, -3),
    stdin: readFileSync(`${here}tests/${name}`, "utf8"),
    expected: readFileSync(`${here}tests/${name.replace(/\.in$/, ".out")}`, "utf8"),
  }));

try {
  const execution = await neuron.run({
    language: file.endsWith(".cpp") ? "cpp" : "python",
    source: readFileSync(file, "utf8"),
    tests,
    checker: { type: "tokens" },
    limits: { cpuTimeMs: 2000, memoryBytes: 128 * 1024 * 1024 },
  });
  if (execution.outcome === "compile_error") console.log(execution.compile?.stderr);
  for (const { name, outcome, cpuTimeMs, message } of execution.tests) {
    console.log(`${name}: ${outcome}, ${Math.round(cpuTimeMs)} ms${message === null ? "" : ` (${message})`}`);
  }
  console.log(execution.outcome);
} catch (error) {
  if (!(error instanceof NeuronError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
