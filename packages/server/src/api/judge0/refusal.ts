import { Refusal } from "../refusal.js";

/** Everything that is wrong with a submission, by attribute. */
export type Faults = Record<string, string[]>;

export const refuse = (status: number, error: string, retryAfterMs?: number): Refusal =>
  new Refusal(status, { error }, retryAfterMs);
export const refuseFaults = (faults: Faults): Refusal => new Refusal(422, faults);
export const notFound = (): Refusal => new Refusal(404, { status: 404, error: "Not Found" });
