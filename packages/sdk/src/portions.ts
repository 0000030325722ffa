import type { ExecutionRequest } from "./types.js";

/** The service takes 500 executions and 4 MiB in one request. */
const MOST = 500;
const MOST_BYTES = 3 * 1024 * 1024;

/** As few requests as the service's sizes allow, in order. */
export const inPortions = (requests: readonly ExecutionRequest[]): ExecutionRequest[][] => {
  const encoder = new TextEncoder();
  const portions: ExecutionRequest[][] = [];
  let portion: ExecutionRequest[] = [];
  let bytes = 0;
  for (const request of requests) {
    const own = encoder.encode(JSON.stringify(request)).length;
    if (portion.length > 0 && (portion.length === MOST || bytes + own > MOST_BYTES)) {
      portions.push(portion);
      portion = [];
      bytes = 0;
    }
    portion.push(request);
    bytes += own;
  }
  if (portion.length > 0) portions.push(portion);
  return portions;
};
