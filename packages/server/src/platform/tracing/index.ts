import type { Tracing } from "./types.js";

export { readTraceparent, traceIdOf } from "./traceparent.js";
export type { Attributes, Span, Tracing } from "./types.js";

/**
 * Null unless the environment names a collector, by OpenTelemetry's own variables: its code is loaded only then, and
 * nothing is paid otherwise.
 */
export const startTracing = async (
  part: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Tracing | null> => {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const off = env.OTEL_SDK_DISABLED?.toLowerCase() === "true" || env.OTEL_TRACES_EXPORTER === "none";
  if (!endpoint || off) return null;
  const { createTracing } = await import("./open-telemetry.js");
  return createTracing(part);
};
