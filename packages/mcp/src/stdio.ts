import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { Neuron } from "@neuron/sdk";
import { createMcpServer } from "./server.js";

/** Serves the one client at the other end of stdin and stdout, until it leaves or the signal is aborted. */
export const serveStdio = async (neuron: Neuron, version: string, signal: AbortSignal): Promise<void> => {
  const server = createMcpServer(neuron, version);
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    process.stdin.once("end", resolve).once("close", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
};
