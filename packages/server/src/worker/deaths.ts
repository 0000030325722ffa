/** Counts why sandboxes went away. The number of reasons is bounded, whatever text comes in. */
export interface Deaths {
  count(reason: string): void;
  all(): Readonly<Record<string, number>>;
}

const MOST_REASONS = 32;

export function createDeaths(): Deaths {
  const counts = new Map<string, number>();
  return {
    count(reason) {
      const short = shorten(reason);
      const key = counts.has(short) || counts.size < MOST_REASONS ? short : "other";
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    all: () => Object.fromEntries(counts),
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
