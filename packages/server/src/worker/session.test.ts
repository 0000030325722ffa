import { resolveSession } from "@neuron/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Holder, type Input, NOT_BEGUN, type Pull } from "../queue/progress.js";
import { Transcript } from "../sandbox/index.js";
import { Session } from "./session.js";

let did: string[];
let session: Session;
let transcript: Transcript;
const begin = () =>
  session.begun({
    write: (bytes) => did.push(bytes.toString()),
    end: () => did.push("END"),
    signal: (number) => did.push(`signal ${number}`),
    resize: ({ columns, rows }) => did.push(`${columns}x${rows}`),
    stop: (outcome, message) => did.push(`${outcome}: ${message}`),
  });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  did = [];
  transcript = new Transcript();
  session = make(600_000);
});
const make = (idleTimeMs: number) =>
  new Session({
    limits: resolveSession({ graceTimeMs: 10_000, idleTimeMs }),
    transcript,
    now: () => performance.now(),
    onNews: () => {},
  });
afterEach(() => {
  session.closed();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const first: Holder = { since: 1, name: "a" };
const second: Holder = { since: 2, name: "b" };
const act = (action: Input["action"], holder = first) =>
  session.onInput({ id: "x", token: "t", holder, action });
const type = (at: number, text: string, holder = first) =>
  act({ type: "stdin", at, bytes: Buffer.from(text) }, holder);
const pullOf = (holder: Holder, fed = 0): Pull => ({
  ...{ api: "api", reader: "0", turn: 0, id: "x", token: "t", from: NOT_BEGUN },
  ...{ holder, fed },
});

describe("a session", () => {
  it("takes each byte once, in its place, before the program begins and after", () => {
    type(0, "ab");
    type(0, "abc");
    type(5, "too early");
    begin();
    type(1, "bc");
    type(3, "d");
    act({ type: "end", at: 3, nth: 1 });
    act({ type: "end", at: 4, nth: 1 });
    act({ type: "end", at: 4, nth: 1 });
    act({ type: "end", at: 4, nth: 2 });
    expect(did).toEqual(["ab", "c", "d", "END", "END"]);
  });

  it("takes no more than may be on its way", () => {
    begin();
    type(0, "x".repeat(65_536));
    type(65_536, "y");
    expect(did.length).toBe(1);
    session.onFed(1);
    type(65_536, "y");
    expect(did.at(-1)).toBe("y");
  });

  it("belongs to who attached last, who begins to count anew", () => {
    begin();
    type(0, "abc");
    expect(session.news(pullOf(first), false)).toEqual([]);
    session.onPull(pullOf(second));
    expect(session.news(pullOf(first), false)).toEqual([{ type: "replaced" }]);
    type(3, "late");
    type(0, "de", second);
    expect(did).toEqual(["abc", "de"]);
    session.onFed(4);
    expect(session.news(pullOf(second), true)).toEqual([{ type: "fed", bytes: 1 }]);
    expect(session.news(pullOf(second, 1), true)).toEqual([]);
  });

  it("tells of few bytes only together with something else", () => {
    begin();
    type(0, "x".repeat(20_000));
    session.onFed(100);
    expect(session.news(pullOf(first), false)).toEqual([]);
    expect(session.news(pullOf(first), true)).toEqual([{ type: "fed", bytes: 100 }]);
    session.onFed(16_384);
    expect(session.news(pullOf(first), false)).toEqual([{ type: "fed", bytes: 16_484 }]);
  });

  it("ends when nobody is attached, comes, stays, or says a word", () => {
    begin();
    vi.advanceTimersByTime(10_600);
    expect(did.splice(0)[0]).toBe("cancelled: no client was attached for 10000 ms");
    session.onPull(pullOf(first));
    did.length = 0;
    session.onPull({ ...pullOf(first), from: null });
    vi.advanceTimersByTime(9_000);
    session.onPull(pullOf(first));
    vi.advanceTimersByTime(4_000);
    expect(did).toEqual([]);
    // Its API process is gone without a word.
    vi.advanceTimersByTime(15_000);
    expect(did[0]).toBe("cancelled: no client was attached for 10000 ms");
  });

  it("ends when nothing is typed or printed", () => {
    session = make(20_000);
    begin();
    const pass = (ms: number) => {
      for (let passed = 0; passed < ms; passed += 1000) {
        session.onPull(pullOf(first));
        vi.advanceTimersByTime(1000);
      }
    };
    pass(15_000);
    type(0, "x");
    pass(15_000);
    transcript.add("stdout", Buffer.from("x"));
    pass(19_000);
    expect(did).toEqual(["x"]);
    pass(3_000);
    expect(did[1]).toBe("time_limit: nothing was typed or printed for 20000 ms");
  });
});
