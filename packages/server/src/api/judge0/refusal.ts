/** Everything that is wrong with a submission, by attribute. */
export type Faults = Record<string, string[]>;

/** An answer of Judge0's that is not a success. A null body is an empty one. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>> | null,
    readonly retryAfterMs?: number,
  ) {
    super(`Judge0 refusal ${status}`);
  }
}

export const refuse = (status: number, error: string, retryAfterMs?: number): Refusal =>
  new Refusal(status, { error }, retryAfterMs);
export const refuseFaults = (faults: Faults): Refusal => new Refusal(422, faults);
export const notFound = (): Refusal => new Refusal(404, { status: 404, error: "Not Found" });
