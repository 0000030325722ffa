import { describe, expect, it } from "vitest";
import { AttachedInput, INPUT_WINDOW } from "./attached-input.js";
import { decodeToWorker, type Input } from "./progress.js";

/** What a worker gets, in short. */
const target = (token: string) => {
  const got: Input["action"][] = [];
  return {
    got,
    id: "x",
    token,
    send(message: Buffer) {
      const decoded = decodeToWorker(message);
      if (!("input" in decoded)) throw new Error("no input");
      expect(decoded.input).toMatchObject({ id: "x", token });
      got.push(decoded.input.action);
    },
    text: () => got.map((action) => (action.type === "stdin" ? `${action.at}:${action.bytes}` : action.type)),
  };
};

describe("the input of an attached client", () => {
  it("goes to the worker with its place, also what was typed before there was one", () => {
    const input = new AttachedInput(1);
    input.write(Buffer.from("ab"));
    input.resize({ columns: 1, rows: 2 });
    const worker = target("t");
    input.aim(worker);
    input.write(Buffer.from("c"));
    input.end();
    input.signal(2);
    expect(worker.text()).toEqual(["0:ab", "resize", "2:c", "end", "signal"]);
  });

  it("is sent again until the worker says that it was passed on", () => {
    const input = new AttachedInput(1);
    const worker = target("t");
    input.aim(worker);
    input.write(Buffer.from("abc"));
    input.onFed(1);
    input.onFed(1);
    worker.got.length = 0;
    input.end();
    input.aim(worker);
    expect(worker.text()).toEqual(["end", "1:bc", "end"]);
  });

  it("is no more than a window on its way, whatever is written; its end comes last", () => {
    const input = new AttachedInput(1);
    const worker = target("t");
    let rooms = 0;
    input.onRoom = () => rooms++;
    input.aim(worker);
    expect(input.write(Buffer.alloc(INPUT_WINDOW - 1))).toBe(true);
    expect(input.write(Buffer.alloc(50_000))).toBe(false);
    input.end();
    const sent = () =>
      worker.got.reduce((sum, action) => sum + (action.type === "stdin" ? action.bytes.length : 0), 0);
    expect([sent(), rooms]).toEqual([INPUT_WINDOW, 0]);
    input.onFed(30_000);
    expect([sent(), rooms]).toEqual([INPUT_WINDOW + 30_000, 0]);
    input.onFed(INPUT_WINDOW + 30_000);
    expect([sent(), rooms]).toEqual([INPUT_WINDOW + 49_999, 1]);
    expect(worker.got.at(-1)).toEqual({ type: "end", at: INPUT_WINDOW + 49_999, nth: 1 });
    expect(worker.got.filter(({ type }) => type === "end").length).toBe(1);
  });

  it("is not given to another attempt", () => {
    const input = new AttachedInput(1);
    input.aim(target("t"));
    input.resize({ columns: 1, rows: 2 });
    input.write(Buffer.alloc(INPUT_WINDOW));
    input.end();
    let rooms = 0;
    input.onRoom = () => rooms++;
    const next = target("u");
    input.aim(next);
    expect(rooms).toBe(1);
    input.write(Buffer.from("x"));
    expect(next.text()).toEqual(["resize", "0:x"]);
  });

  it("is passed on together when it comes in more messages than anybody types", async () => {
    const input = new AttachedInput(1);
    const worker = target("t");
    let rooms = 0;
    input.onRoom = () => rooms++;
    input.aim(worker);
    let taken = 0;
    for (let n = 0; n < 5_000; n++) {
      const room = [
        input.signal(2),
        input.resize({ columns: 1, rows: n + 1 }),
        input.end(),
        input.write(Buffer.from("x")),
        input.signal(15),
      ];
      if (room.every(Boolean)) taken++;
    }
    expect(taken).toBeLessThan(100);
    expect(worker.got.length).toBeLessThan(20);
    await expect.poll(() => rooms).toBe(1);
    expect(worker.got.length).toBeLessThan(30);
    expect(worker.got.flatMap((action) => (action.type === "stdin" ? [action.bytes.length] : []))).toContain(
      4_997,
    );
    expect(worker.got.slice(-2)).toEqual([
      { type: "resize", columns: 1, rows: 5_000 },
      { type: "signal", number: 15 },
    ]);
    expect(input.signal(2)).toBe(true);
    expect(worker.got.at(-1)).toEqual({ type: "signal", number: 2 });
  });
});
