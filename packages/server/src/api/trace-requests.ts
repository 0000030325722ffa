import type { FastifyInstance, FastifyRequest } from "fastify";
import { readTraceparent, type Span, type Tracing } from "../platform/tracing/index.js";

/** Where a request stands in a trace: its own span, or without a collector what its client said. */
export type TraceOf = (request: FastifyRequest) => string | undefined;

/** One span for each request, as OpenTelemetry's conventions for HTTP servers have it; none for those that `leaveOut` names. */
export const traceRequests = (
  app: FastifyInstance,
  tracing: Tracing | null,
  leaveOut: (request: FastifyRequest) => boolean,
): TraceOf => {
  const fromClient: TraceOf = ({ headers }) => readTraceparent(headers.traceparent);
  if (tracing === null) return fromClient;
  const spans = new WeakMap<FastifyRequest, Span>();

  app.addHook("onRequest", (request, _reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url;
    if (!leaveOut(request)) {
      const span = tracing.begin(route === undefined ? method : `${method} ${route}`, {
        parent: fromClient(request),
        kind: "server",
        attributes: { "http.request.method": method, "http.route": route, "url.scheme": request.protocol },
      });
      spans.set(request, span);
    }
    done();
  });

  const end = (request: FastifyRequest, status: number | null, error?: string): void => {
    spans.get(request)?.end({
      attributes: { "http.response.status_code": status },
      ...(error !== undefined && { error }),
    });
    spans.delete(request);
  };
  app.addHook("onResponse", (request, reply, done) => {
    const { statusCode } = reply;
    end(request, statusCode, statusCode >= 500 ? String(statusCode) : undefined);
    done();
  });
  app.addHook("onRequestAbort", (request, done) => {
    end(request, null, "the client left");
    done();
  });

  return (request) => spans.get(request)?.traceparent ?? fromClient(request);
};
