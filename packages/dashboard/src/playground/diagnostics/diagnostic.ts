/** What a compiler or a runtime said of a line. */
export interface Diagnostic {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1; null: the whole line. */
  readonly column: number | null;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
}
