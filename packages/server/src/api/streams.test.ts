import { expect, test } from "vitest";
import { Cancellation } from "../platform/cancellation.js";
import { LOCAL_TENANT } from "./access.js";
import { createStreams, type Streams } from "./streams.js";

/** Begins as many as it may, up to `most`. */
const fill = (streams: Streams, tenant: string | null, most = 100): Cancellation[] => {
  const begun: Cancellation[] = [];
  while (begun.length < most) {
    const cancellation = new Cancellation();
    if (!streams.begin(cancellation, tenant)) break;
    begun.push(cancellation);
  }
  return begun;
};

test("no account takes what others want", () => {
  const streams = createStreams(12);
  const first = fill(streams, "acct_1");
  expect(first).toHaveLength(6);
  expect(fill(streams, "acct_2")).toHaveLength(3);
  expect(fill(streams, "acct_1")).toHaveLength(0);
  for (const one of first.splice(0, 4)) streams.end(one);
  expect(fill(streams, "acct_3", 1)).toHaveLength(1);
  expect(fill(streams, "acct_1")).toHaveLength(2);
});

test("the operator, and everybody on an open service, may have all there are", () => {
  for (const tenant of [null, LOCAL_TENANT]) {
    const streams = createStreams(12);
    const all = fill(streams, tenant);
    expect(all).toHaveLength(12);
    streams.endAll();
    expect(all.every(({ cancelled }) => cancelled)).toBe(true);
    for (const one of all) streams.end(one);
    expect(fill(streams, tenant)).toHaveLength(0);
  }
});
