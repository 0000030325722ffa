// Uses the SDK, wherever this runs, and prints what came of it as JSON: URL.
const { createNeuron, NeuronError, toBytes } = await import("../../../packages/sdk/dist/index.js");

const args = globalThis.Deno?.args ?? process.argv.slice(2);
const neuron = createNeuron({ url: args[0] });
const text = ({ data, encoding }) => new TextDecoder().decode(toBytes(data, encoding));

const hello = await neuron.run({ language: "python", source: "print(f'hello {input()}')", stdin: "żółw" });

const printed = [];
const source = "import time\nfor i in range(3): print(i, flush=True); time.sleep(0.05)";
for await (const { type, data } of neuron.stream({ language: "python", source })) {
  if (type === "stdout") printed.push(text(data));
  if (type === "finished") printed.push(data.outcome);
}

const { id } = await neuron.submit({
  language: "python",
  source: "print(int(input('a? ')) * int(input('b? ')))",
  interactive: true,
});
const program = neuron.attach(id);
program.write("3\n");
let talked = "";
for await (const { type, data } of program) {
  if (type === "stdout") talked += text(data);
  if (talked.endsWith("b? ")) {
    program.write("7\n");
    talked += "7 -> ";
  }
}

let refused = null;
try {
  await neuron.run({ language: "klingon", source: "" });
} catch (error) {
  refused = error instanceof NeuronError ? [error.code, error.status] : String(error);
}

const abort = new AbortController();
const aborted = neuron
  .run(
    { language: "python", source: "import time\ntime.sleep(60)" },
    { signal: abort.signal, cancelOnAbort: true },
  )
  .catch((error) => error.name);
setTimeout(() => abort.abort(), 500);

console.log(
  JSON.stringify({
    hello: [hello.outcome, hello.run?.stdout],
    printed: printed.join(""),
    talked,
    refused,
    aborted: await aborted,
  }),
);
