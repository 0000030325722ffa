import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { type Neuron, NeuronError } from "@neuron/sdk";
import { z } from "zod";
import { describeResult, RunCodeInput, RunCodeOutput, runCode } from "./run-code.js";

const INSTRUCTIONS = [
  "Runs programs in locked-down sandboxes without network, and gives what they print, how they ended and what they used.",
  "Nothing is kept from one call to the next. A program that fails is a result, not an error: look at outcome.",
].join(" ");

/** The tools, on whatever service the client asks. */
export const createMcpServer = (neuron: Neuron, version: string): McpServer => {
  const server = new McpServer({ name: "neuron", title: "Neuron", version }, { instructions: INSTRUCTIONS });

  server.registerTool(
    "run_code",
    {
      title: "Run code",
      description:
        "Runs a program in a fresh sandbox and gives stdout, stderr, exit code and outcome. With tests it is compiled once and run for each.",
      inputSchema: RunCodeInput,
      outputSchema: RunCodeOutput,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (input, { signal }) =>
      asToolError(async () => {
        const result = await runCode(neuron, input, signal);
        return {
          content: [{ type: "text", text: describeResult(result) }],
          structuredContent: result,
          ...(result.outcome === "internal_error" ? { isError: true } : {}),
        };
      }),
  );

  server.registerTool(
    "list_languages",
    {
      title: "List languages",
      description: "The languages that run_code knows, with their versions.",
      inputSchema: {},
      outputSchema: {
        languages: z.array(
          z.object({ id: z.string(), name: z.string(), version: z.string(), aliases: z.array(z.string()) }),
        ),
      },
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    (_input, { signal }) =>
      asToolError(async () => {
        const languages = (await neuron.languages({ signal })).map(({ id, name, version, aliases }) => ({
          id,
          name,
          version,
          aliases,
        }));
        const text = languages.map(({ id, name, version }) => `${id}: ${name} ${version}`).join("\n");
        return { content: [{ type: "text", text }], structuredContent: { languages } };
      }),
  );

  return server;
};

/** An agent reads what a tool says, and does not see errors of the protocol. */
const asToolError = async (call: () => Promise<CallToolResult>): Promise<CallToolResult> => {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof NeuronError)) throw error;
    return { content: [{ type: "text", text: `${error.code}: ${error.message}` }], isError: true };
  }
};
