import type { FastifyInstance, FastifyRequest } from "fastify";
import { Cancellation } from "../../platform/cancellation.js";
import { parseJsonBody } from "../json-body.js";
import { cancelOnClose } from "../on-close.js";

/**
 * The Model Context Protocol, for agents. Its tools are clients of this API like any other: their requests go through the
 * same routes, with the key that the agent sent. The protocol's modules are loaded by the first one that asks.
 */
export const addMcpRoute = (app: FastifyInstance): void => {
  app.post(
    "/mcp",
    {
      preValidation: (request, _reply, done) => {
        request.body = parseJsonBody(request.body, request.headers);
        done();
      },
    },
    async (request, reply) => {
      const [{ answerMcp }, { createNeuron }] = await Promise.all([
        import("@neuron/mcp"),
        import("@neuron/sdk"),
      ]);
      const left = new AbortController();
      const cancellation = new Cancellation();
      cancellation.on(() => left.abort());
      const lookNoMore = cancelOnClose(reply.raw, cancellation);
      try {
        const neuron = createNeuron({ url: "http://neuron", retries: 0, fetch: insideFetch(app, request) });
        const asked = new Request("http://neuron/mcp", {
          method: "POST",
          headers: headersOf(request),
          signal: left.signal,
        });
        const answer = await answerMcp(asked, request.body, neuron, "0.1.0");
        const type = answer.headers.get("content-type");
        if (type !== null) reply.type(type);
        return reply.code(answer.status).send(await answer.text());
      } finally {
        lookNoMore();
      }
    },
  );
};

/** What the transport looks at. */
const headersOf = ({ headers }: FastifyRequest): Record<string, string> => {
  const kept = ["accept", "mcp-protocol-version", "mcp-session-id"] as const;
  const known = kept.map((name) => [name, headers[name]] as const);
  return {
    ...Object.fromEntries(
      known.filter((each): each is [(typeof kept)[number], string] => typeof each[1] === "string"),
    ),
    "content-type": "application/json",
  };
};

/** A request to this very application, without a socket: as the one who asked, under the same rules. */
const insideFetch =
  (app: FastifyInstance, { headers: { host, authorization } }: FastifyRequest): typeof fetch =>
  async (input, init = {}) => {
    const { pathname, search } = new URL(String(input));
    const headers = Object.fromEntries(new Headers(init.headers));
    const answer = await app.inject({
      method: (init.method ?? "GET") as "GET" | "POST" | "DELETE",
      url: pathname + search,
      headers: {
        ...headers,
        ...(host !== undefined && { host }),
        ...(authorization !== undefined && { authorization }),
      },
      ...(typeof init.body === "string" && { payload: init.body }),
      ...(init.signal && { signal: init.signal }),
    });
    return new Response(answer.statusCode === 204 ? null : answer.body, {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]),
    });
  };
