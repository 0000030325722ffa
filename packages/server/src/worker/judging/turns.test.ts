import { beforeEach, describe, expect, it, vi } from "vitest";
import { Cancellation } from "../../platform/cancellation.js";
import { createTurns, type Place, type Turns } from "./turns.js";

let room: number;
let turns: Turns;
let rings: number;
const cancellation = new Cancellation();

beforeEach(() => {
  room = 0;
  rings = 0;
  turns = createTurns({
    governor: {
      started: () => {
        room -= 1;
        let over = false;
        return () => {
          if (!over) room += 1;
          over = true;
        };
      },
    },
    room: () => room,
    onWaiting: () => {
      rings += 1;
    },
  });
  return () => turns.close();
});

/** A lane that waits for its turn, and whether it has it. */
const lane = (own = cancellation) => {
  const state: { place: Place | null | undefined; waited: boolean } = { place: undefined, waited: false };
  turns
    .next(own, () => {
      state.waited = true;
    })
    .then((place) => {
      state.place = place;
    });
  return state;
};
const spare = (own = new Cancellation()) => {
  const state: { place: Place | null | undefined } = { place: undefined };
  turns.spare(own).then((place) => {
    state.place = place;
  });
  return state;
};
const settled = () => new Promise((resolve) => setImmediate(resolve));
const going = (...lanes: { place: Place | null | undefined }[]) => lanes.map(({ place }) => Boolean(place));

describe("a lane between two tests", () => {
  it("goes on while nobody waits, and counts until its run does", async () => {
    room = 1;
    const one = lane();
    await settled();
    expect([going(one), one.waited, rings, room]).toEqual([[true], false, 0, 0]);
    one.place?.();
    one.place?.();
    expect(room).toBe(1);
  });

  it("takes turns with those that are queued", async () => {
    turns.full();
    const lanes = [lane(), lane()];
    const order: string[] = [];
    for (let i = 0; i < 4; i++) {
      room = 1;
      const claimable = turns.share(1);
      await settled();
      order.push(claimable > 0 ? "queue" : `lanes ${going(...lanes)}`);
      if (claimable > 0) {
        turns.claimed(1);
        room -= 1;
      }
      turns.full();
    }
    expect(order).toEqual(["queue", "lanes true,false", "queue", "lanes true,true"]);
    expect(lanes.every(({ waited }) => waited)).toBe(true);
    expect(rings).toBe(2);
  });

  it("goes on when the queue turns out to be empty, as far as there is room", async () => {
    turns.full();
    const lanes = [lane(), lane(), lane()];
    room = 2;
    expect(turns.share(2)).toBe(2);
    expect(turns.left(2)).toBe(false);
    await settled();
    expect(going(...lanes)).toEqual([true, true, false]);
    room = 1;
    expect(turns.left(1)).toBe(true);
    await settled();
    expect(going(...lanes)).toEqual([true, true, true]);
  });

  it("gets all the room when no more may be claimed because of those that are paused", async () => {
    turns.full();
    const lanes = [lane(), lane(), lane()];
    room = 2;
    expect(turns.share(0)).toBe(0);
    await settled();
    expect(going(...lanes)).toEqual([true, true, false]);
  });

  it("does not wait once it is cancelled", async () => {
    turns.full();
    const own = new Cancellation();
    const one = lane(own);
    own.cancel();
    const other = lane(own);
    await settled();
    expect(going(one, other)).toEqual([true, true]);
  });

  it.each(["unknown", "close"] as const)("does not wait for a queue that nobody asks: %s", async (end) => {
    turns.full();
    const one = lane();
    await settled();
    expect(going(one)).toEqual([false]);
    turns[end]();
    await settled();
    expect(going(one)).toEqual([true]);
  });
});

describe("a further lane", () => {
  it("gets what the queue has left over, and nothing before that is known", async () => {
    room = 3;
    const lanes = [spare(), spare()];
    await settled();
    expect(going(...lanes)).toEqual([false, false]);
    room = 1;
    turns.left(1);
    await settled();
    expect(going(...lanes)).toEqual([true, false]);
  });

  it("gets room that turns up later", async () => {
    turns.left(1);
    const one = spare();
    await settled();
    expect(going(one)).toEqual([false]);
    room = 1;
    await vi.waitFor(() => expect(going(one)).toEqual([true]));
  });

  it("gets none while somebody may wait", async () => {
    turns.left(1);
    turns.full();
    room = 5;
    const one = spare();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(going(one)).toEqual([false]);
  });

  it.each([
    ["cancelled", (own: Cancellation) => own.cancel()],
    ["closed", () => turns.close()],
  ])("ends when %s", async (_, end) => {
    const own = new Cancellation();
    const before = spare(own);
    end(own);
    const after = spare(own);
    await settled();
    expect([before.place, after.place]).toEqual([null, null]);
  });
});
