import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { Neuron } from "@neuron/sdk";
import { createMcpServer } from "./server.js";

/**
 * Answers one POST of the streamable HTTP transport. Without sessions: each message stands alone and is answered by
 * JSON, so that any instance can take it and nothing is kept for clients that do not come back.
 */
export const answerMcp = async (
  request: Request,
  parsedBody: unknown,
  neuron: Neuron,
  version: string,
): Promise<Response> => {
  const server = createMcpServer(neuron, version);
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  // Ends what is under way when the client leaves.
  const leave = (): void => void server.close();
  request.signal.addEventListener("abort", leave, { once: true });
  try {
    await server.connect(transport);
    return await transport.handleRequest(request, { parsedBody });
  } finally {
    request.signal.removeEventListener("abort", leave);
    await server.close();
  }
};
