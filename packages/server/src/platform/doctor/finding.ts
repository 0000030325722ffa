/** What one check found. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly what: string;
  /** `missing` stops Neuron; `warning` makes it worse. */
  readonly state: "ok" | "warning" | "missing";
  readonly found: string;
  /** The exact thing to do; null where all is well. */
  readonly fix: string | null;
}

export const ok = (what: string, found: string): Finding => ({ what, state: "ok", found, fix: null });
export const missing = (what: string, found: string, fix: string): Finding => ({
  what,
  state: "missing",
  found,
  fix,
});
export const warning = (what: string, found: string, fix: string): Finding => ({
  what,
  state: "warning",
  found,
  fix,
});

/** A table for people: state, what, found, and the fix below what needs one. */
export const formatFindings = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .map(({ state, what, found, fix }) => {
      const line = `${state.padEnd(7)}  ${what.padEnd(width)}  ${found}`;
      return fix === null
        ? line
        : `${line}\n${" ".repeat(9)}fix: ${fix.replaceAll("\n", `\n${" ".repeat(14)}`)}`;
    })
    .join("\n");
};
