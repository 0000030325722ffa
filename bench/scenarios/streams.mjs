import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { ms } from "../output.mjs";
import { summarize } from "../statistics.mjs";

const PRINTED = `import time
for _ in range(COUNT):
    time.sleep(0.05)
    print(time.time(), flush=True)`;

const submit = async (url, body) => {
  const response = await fetch(new URL("/v1/executions", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.status !== 202) throw new Error(`it was not accepted: ${await response.text()}`);
  return (await response.json()).id;
};

/** From a program's clock before it prints to this process's after it has read the event: one machine, one clock. */
const printedToSeen = async (url, count, signal) => {
  const id = await submit(url, { language: "python", source: PRINTED.replace("COUNT", count) });
  const response = await fetch(new URL(`/v1/executions/${id}/events`, url), { signal });
  const late = [];
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const now = performance.timeOrigin + performance.now();
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const printed = /^event: stdout\ndata: \{"data":"([\d.]+)\\n"/m.exec(text.slice(0, end));
      text = text.slice(end + 2);
      if (printed) late.push(now - Number(printed[1]) * 1000);
    }
  }
  // The first one may have been printed before anybody listened.
  if (late.length < count / 2) throw new Error(`only ${late.length} of ${count} lines came one by one`);
  return late.slice(1);
};

/** One key at a time, and the next when it has been echoed. */
const keyToEcho = async (url, count, key, request) => {
  const id = await submit(url, { ...request, interactive: true });
  const address = new URL(`/v1/executions/${id}/attach`, url);
  address.protocol = "ws:";
  const socket = new WebSocket(address, ["neuron.v1"]);
  const took = [];
  let typedAt = 0;
  const type = () => {
    typedAt = performance.now();
    socket.send(JSON.stringify({ type: "stdin", data: key }));
  };
  await new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", (code, reason) => reject(new Error(`closed early: ${code} ${reason}`)));
    socket.on("message", async (data) => {
      const { type: kind } = JSON.parse(data);
      if (kind !== "stdout") return;
      if (typedAt > 0) took.push(performance.now() - typedAt);
      if (took.length === count) return resolve();
      await delay(30);
      type();
    });
  });
  socket.removeAllListeners("close");
  socket.send(JSON.stringify({ type: "signal", signal: "SIGKILL" }));
  await new Promise((resolve) => socket.once("close", resolve));
  return took;
};

/** How far behind those are who look at a program while it runs, and how soon a key is echoed. */
export const streams = {
  name: "streams",
  title: "printed to seen over HTTP, key to echo over a WebSocket",
  async run({ url, quick, progress, signal }) {
    const count = quick ? 40 : 200;
    progress.step("streams: events");
    const seen = summarize(await printedToSeen(url, count, signal));
    progress.step("streams: pipes");
    const echoing = 'while IFS= read -rn 1 key; do printf %s "$key"; done';
    const pipes = summarize(await keyToEcho(url, count, "x", bash(`printf ready; ${echoing}`)));
    progress.step("streams: a terminal");
    const terminal = { ...bash("printf ready; exec sleep 600"), terminal: { columns: 80, rows: 24 } };
    const typed = summarize(await keyToEcho(url, count, "x", terminal));
    const row = (name, { p50, p95 }, most) => ({
      name,
      neuron: `${ms(p50)} ms, p95 ${ms(p95)} ms`,
      value: p95,
      target: { most },
    });
    return {
      summaries: { "printed to seen": seen, "key to echo, pipes": pipes, "key to echo, terminal": typed },
      rows: [
        row("printed to seen", seen, 50),
        row("key to echo, pipes", pipes, 50),
        row("key to echo, terminal", typed, 50),
      ],
    };
  },
};

const bash = (source) => ({ language: "bash", source });
