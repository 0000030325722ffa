import type { RunResult } from "@neuron/contract";

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order of their printing. */
  readonly output: string;
}

/** What a run printed, as text: U+FFFD for what is none. */
export const printedBy = (run: Pick<RunResult, "stdout" | "stderr" | "encoding" | "order">): Printed => {
  const { stdout, stderr, encoding, order } = run;
  if (encoding === "utf8" && order === undefined) return { stdout, stderr, output: stdout + stderr };
  const bytes = [Buffer.from(stdout, encoding), Buffer.from(stderr, encoding)] as const;
  return {
    stdout: bytes[0].toString("utf8"),
    stderr: bytes[1].toString("utf8"),
    output: inOrder(bytes, order ?? []).toString("utf8"),
  };
};

/** What no turn tells of comes at the end. */
const inOrder = (streams: readonly [Buffer, Buffer], order: readonly number[]): Buffer => {
  const told: [number, number] = [0, 0];
  const parts = order.map((length, turn) => {
    const stream = turn % 2 === 0 ? 0 : 1;
    const start = told[stream];
    told[stream] += length;
    return streams[stream].subarray(start, told[stream]);
  });
  return Buffer.concat([...parts, streams[0].subarray(told[0]), streams[1].subarray(told[1])]);
};
