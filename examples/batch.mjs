// Runs many programs at once and sums up how they ended: node batch.mjs [count]
import { createNeuron, NeuronError } from "@neuron/sdk";

const count = Number(process.argv[2] ?? 100);
const neuron = createNeuron({ url: process.env.NEURON_URL, key: process.env.NEURON_KEY });

const requests = Array.from({ length: count }, (_, i) => ({
  language: "python",
  source: "n = int(input())\nprint(n * n)",
  stdin: String(i),
  priority: "batch",
  metadata: { number: String(i) },
}));

const answers = await neuron.batch(requests);
const refused = answers.filter((answer) => answer instanceof NeuronError);
const accepted = answers.filter((answer) => !(answer instanceof NeuronError));
const finished = await Promise.all(accepted.map(({ id }) => neuron.wait(id)));

const right = finished.filter(({ run, metadata }) => Number(run?.stdout) === Number(metadata.number) ** 2);
console.log(`${right.length} right of ${count}, ${refused.length} refused`);
