/**
 * Traces, where somebody collects them. A place in a trace travels as a `traceparent` (W3C Trace Context), also through
 * Redis, so parts of one trace come from several processes.
 */
export interface Tracing {
  /** Below `parent`; a new trace without one. */
  begin(name: string, options?: SpanOptions): Span;
  /** Sends what is left. */
  stop(deadlineMs: number): Promise<void>;
}

export interface SpanOptions {
  readonly parent?: string | undefined;
  readonly kind?: "internal" | "server" | "client" | "consumer";
  /** Milliseconds since the epoch, with fractions. Default: now. */
  readonly at?: number;
  readonly attributes?: Attributes;
}

export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Span {
  /** For those below it. */
  readonly traceparent: string;
  /** `error`: why it failed. A program that fails is no failure. */
  end(options?: { readonly at?: number; readonly attributes?: Attributes; readonly error?: string }): void;
}
