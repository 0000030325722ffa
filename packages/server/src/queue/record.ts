import type { Execution, Outcome, Status } from "@neuron/contract";
import type { Job, Settlement } from "./types.js";

/**
 * The part of a job that an answer needs: kept apart, so that reading a result never moves the source. The callback URL
 * comes first, by which scripts know it without reading JSON: nothing that a client wrote stands before it.
 */
export function encodeMeta(job: Job): string {
  const { callbackUrl } = job.request;
  return JSON.stringify({
    ...(callbackUrl === undefined ? {} : { callbackUrl, traceparent: job.traceparent }),
    language: job.language,
    createdAt: job.createdAt,
    metadata: job.request.metadata ?? {},
    ...(job.request.interactive && { interactive: true }),
  });
}

/** What a worker found out, as kept in the record. */
export function encodeResult(result: Settlement): string {
  return JSON.stringify({
    compile: result.compile,
    run: result.run,
    tests: result.tests,
    outputs: result.outputs,
    outputsTruncated: result.outputsTruncated,
    sandbox: result.sandbox,
    timings: result.timings,
  });
}

/** Where the result is to be sent to, by what `encodeMeta` gave. */
export function callbackUrlOf(meta: string): string | null {
  return (JSON.parse(meta) as { callbackUrl?: string }).callbackUrl ?? null;
}

/** The trace that the delivery of a result belongs to. */
export function traceparentOf(meta: string): string | undefined {
  return (JSON.parse(meta) as { traceparent?: string }).traceparent;
}

const META_LINE = 10;

/** What `encodeMeta` gave, in a record as `decodeRecord` takes it. */
export function metaOfRecord(text: string): string {
  return text.split("\n")[META_LINE] ?? "";
}

/** Decodes the lines of `describe` (scripts/shared-describe.ts). */
export function decodeRecord(text: string): Execution {
  const lines = text.split("\n");
  if (lines.length !== 12) throw new Error(`A record of ${lines.length} lines where 12 were expected`);
  const [id, status, outcome, admittedAt, startedAt, finishedAt, waitedUs, attempts] = lines as string[];
  const [position, waitMs, metaText, resultText] = lines.slice(8) as [string, string, string, string];
  const meta = JSON.parse(metaText) as {
    language: Job["language"];
    createdAt: number;
    metadata: Record<string, string>;
    interactive?: true;
  };
  const result: Partial<ReturnType<typeof parseResult>> = resultText ? parseResult(resultText) : {};
  const started = startedAt ? Number(startedAt) : null;
  const finished = finishedAt ? Number(finishedAt) : null;
  return {
    id: id as string,
    status: status as Status,
    outcome: outcome ? (outcome as Outcome) : null,
    language: meta.language,
    createdAt: new Date(meta.createdAt).toISOString(),
    startedAt: isoOrNull(started),
    finishedAt: isoOrNull(finished),
    ...(position ? { queue: { position: Number(position), estimatedWaitMs: Number(waitMs) } } : {}),
    compile: result.compile ?? null,
    run: result.run ?? null,
    tests: result.tests ?? [],
    outputs: result.outputs ?? [],
    outputsTruncated: result.outputsTruncated ?? false,
    timings: {
      queuedMs: started === null ? null : Number(waitedUs) / 1000,
      compileMs: result.timings?.compileMs ?? null,
      runMs: result.timings?.runMs ?? null,
      totalMs: finished === null ? null : (finished - Number(admittedAt)) / 1000,
    },
    sandbox: result.sandbox ?? null,
    attempts: Number(attempts),
    ...(meta.interactive && { interactive: true }),
    metadata: meta.metadata,
  };
}

function parseResult(text: string) {
  return JSON.parse(text) as Omit<Settlement, "outcome">;
}

function isoOrNull(us: number | null): string | null {
  return us === null ? null : new Date(us / 1000).toISOString();
}
