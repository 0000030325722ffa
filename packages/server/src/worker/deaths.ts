/** Counts why sandboxes went away. The number of reasons is bounded, whatever text comes in. */
export interface Deaths {
  /** `place`: that the sandbox had. */
  count(reason: string, place: number): void;
  all(): Readonly<Record<string, number>>;
  /** The latest in that place. */
  last(place: number): Death | null;
}

export interface Death {
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const MOST_REASONS = 32;

export function createDeaths(now: () => number): Deaths {
  const counts = new Map<string, number>();
  const latest = new Map<number, Death>();
  return {
    count(reason, place) {
      const short = shorten(reason);
      const key = counts.has(short) || counts.size < MOST_REASONS ? short : "other";
      counts.set(key, (counts.get(key) ?? 0) + 1);
      latest.set(place, { reason: key, at: now() });
    },
    all: () => Object.fromEntries(counts),
    last: (place) => latest.get(place) ?? null,
  };
}

/** `memory limit: killed by the kernel` counts as `memory_limit`. */
function shorten(reason: string): string {
  const head = reason.split(/[:(]/, 1)[0] ?? "";
  const key = head
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .slice(0, 40);
  return key === "" ? "other" : key;
}
