// Shows what a program prints as it does, and stops it when it has said enough: node live.mjs
import { createNeuron } from "@neuron/sdk";

const neuron = createNeuron({ url: process.env.NEURON_URL, key: process.env.NEURON_KEY });

const source = `
import itertools, time
for n in itertools.count(1):
    print(f"tick {n}", flush=True)
    time.sleep(0.1)
`;

const { id } = await neuron.submit({ language: "python", source });
for await (const { type, data } of neuron.stream(id)) {
  if (type === "stdout") {
    process.stdout.write(data.data);
    if (data.data.includes("tick 5")) await neuron.cancel(id);
  }
  if (type === "finished") console.log(`${data.outcome} after ${Math.round(data.timings.totalMs)} ms`);
}
