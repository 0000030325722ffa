import { Refusal } from "../refusal.js";

export const refuse = (status: number, message: string, retryAfterMs?: number): Refusal =>
  new Refusal(status, { message }, retryAfterMs);
export const notFound = (): Refusal => refuse(404, "Not Found");
