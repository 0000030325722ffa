import {
  type Context,
  ROOT_CONTEXT,
  type Attributes as SpanAttributes,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { readTraceparent } from "./traceparent.js";
import type { Attributes, Tracing } from "./types.js";

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
} as const;

/** By the SDK, which reads the rest of its settings (`OTEL_...`) itself: headers, time-outs, sampling, names. */
export const createTracing = (part: string): Tracing => {
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": `neuron-${part}`, "service.namespace": "neuron" }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer("neuron");
  return {
    begin(name, { parent, kind = "internal", at, attributes = {} } = {}) {
      const span = tracer.startSpan(
        name,
        { kind: KINDS[kind], attributes: known(attributes), ...(at !== undefined && { startTime: at }) },
        contextOf(parent),
      );
      return {
        traceparent: toTraceparent(span.spanContext()),
        end({ at: endTime, attributes: more, error } = {}) {
          if (more) span.setAttributes(known(more));
          if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
          span.end(endTime);
        },
      };
    },
    async stop(deadlineMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, deadlineMs);
      });
      // What cannot be sent now is lost: a collector that is away must not hold up a stop.
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      clearTimeout(timer);
    },
  };
};

const known = (attributes: Attributes): SpanAttributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined),
  ) as SpanAttributes;

const contextOf = (parent: string | undefined): Context => {
  const given = readTraceparent(parent);
  if (given === undefined) return ROOT_CONTEXT;
  const [, traceId = "", spanId = "", flags = "00"] = given.split("-");
  const spanContext: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  };
  return trace.setSpanContext(ROOT_CONTEXT, spanContext);
};

const toTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
