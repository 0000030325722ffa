import type { JailKind } from "../sandbox/types.js";
import type { Member } from "./pool-member.js";

/** When to do what to a sandbox that nobody needs right now. */
export interface UpkeepPolicy {
  readonly probeIntervalMs: number;
  readonly maxAgeMs: number;
  readonly maxUses: number;
  /** The runtimes are booted anew after this many runs even under load. */
  readonly maxUsesSinceRenewal: number;
  /** In a quiet moment, runtimes that take long to boot are booted anew after this many runs; others after the first. */
  readonly costlyUsesSinceRenewal: number;
  /** No execution came or went for this long: other kinds of jails may be made. */
  readonly convertAfterQuietMs: number;
  /** The same for the costlier chores: renewing, probing, replacing. */
  readonly choresAfterQuietMs: number;
  /** The last warm one of its kind is only taken away after this long a quiet. */
  readonly lastOneAfterQuietMs: number;
  /** The same where whoever comes meanwhile would wait for a long boot. */
  readonly costlyLastOneAfterQuietMs: number;
}

export const DEFAULT_UPKEEP: UpkeepPolicy = {
  probeIntervalMs: 60_000,
  maxAgeMs: 3_600_000,
  maxUses: 1_000,
  maxUsesSinceRenewal: 500,
  costlyUsesSinceRenewal: 20,
  convertAfterQuietMs: 20,
  choresAfterQuietMs: 150,
  lastOneAfterQuietMs: 1_000,
  costlyLastOneAfterQuietMs: 30_000,
};

export type Chore =
  | { readonly do: "convert"; readonly member: Member; readonly to: JailKind }
  | { readonly do: "renew"; readonly member: Member }
  | { readonly do: "retire"; readonly member: Member; readonly reason: "age" | "uses" }
  | { readonly do: "probe"; readonly member: Member };

export interface UpkeepView {
  readonly members: Iterable<Member>;
  readonly targets: ReadonlyMap<JailKind, number>;
  readonly reserve: number;
  /** Kinds whose runtimes take long to boot. */
  readonly costly: ReadonlySet<JailKind>;
  readonly now: number;
  /** How long no execution came or went. */
  readonly quietMs: number;
  /** Sandboxes come or go: nothing healthy is taken down meanwhile. */
  readonly changing: boolean;
}

/** The most useful chore now, or how long to wait before asking again. Pure. */
export function nextChore(view: UpkeepView, policy: UpkeepPolicy): Chore | { readonly waitMs: number } {
  const warm = [...view.members].filter((member) => member.state === "warm");
  if (view.quietMs < policy.convertAfterQuietMs) return { waitMs: policy.convertAfterQuietMs - view.quietMs };
  const conversion = nextConversion(view, warm);
  if (conversion) return conversion;
  if (view.quietMs < policy.choresAfterQuietMs) return { waitMs: policy.choresAfterQuietMs - view.quietMs };

  const spared = (member: Member): boolean =>
    view.quietMs >=
      (view.costly.has(member.kind) ? policy.costlyLastOneAfterQuietMs : policy.lastOneAfterQuietMs) ||
    warm.some((other) => other !== member && other.kind === member.kind);

  const used = warm.filter(({ kind, usesSinceRenewal }) =>
    view.costly.has(kind) ? usesSinceRenewal >= policy.costlyUsesSinceRenewal : usesSinceRenewal > 0,
  );
  const toRenew = used.find(spared);
  if (toRenew) return { do: "renew", member: toRenew };

  if (!view.changing) {
    const worn = warm.find(
      (member) => (member.uses >= member.mostUses || member.expiresAt <= view.now) && spared(member),
    );
    if (worn) return { do: "retire", member: worn, reason: worn.uses >= worn.mostUses ? "uses" : "age" };
  }

  const toProbe = warm.find((member) => member.nextProbeAt <= view.now && spared(member));
  if (toProbe) return { do: "probe", member: toProbe };

  return { waitMs: waitMs(view, warm, used.length > 0, policy) };
}

/**
 * From the kind with the largest surplus to the one that lacks most. Small differences are left to the next runs, unless
 * these would have to wait for a long boot, or would not come, of a kind that is to have no place.
 */
function nextConversion(view: UpkeepView, warm: readonly Member[]): Chore | null {
  const counts = countKinds(view.members);
  const to = mostWanted(view.targets, counts);
  if (to === null) return null;
  const have = counts.get(to) ?? 0;
  const lacking = (view.targets.get(to) ?? 0) - have;
  const from = mostDispensable(view.targets, counts, to);
  const isForgotten = from !== null && !view.targets.get(from);
  const isSmall = lacking < 2 && have >= view.reserve;
  if (isSmall && !isForgotten && !view.costly.has(to)) return null;
  const member = warm.filter((one) => one.kind === from).sort((a, b) => a.lastUsedAt - b.lastUsedAt)[0];
  return member ? { do: "convert", member, to } : null;
}

/** Members by kind; those on their way out do not count. */
export function countKinds(members: Iterable<Member>, except?: Member): Map<JailKind, number> {
  const counts = new Map<JailKind, number>();
  for (const member of members) {
    if (member === except || member.state === "dirty" || member.state === "destroyed") continue;
    counts.set(member.kind, (counts.get(member.kind) ?? 0) + 1);
  }
  return counts;
}

/** The kind that is furthest below its target, or null when none is. */
export function mostWanted(
  targets: ReadonlyMap<JailKind, number>,
  counts: ReadonlyMap<JailKind, number>,
): JailKind | null {
  let best: JailKind | null = null;
  let most = 0;
  for (const [kind, target] of targets) {
    const lacking = target - (counts.get(kind) ?? 0);
    if (lacking > most) {
      best = kind;
      most = lacking;
    }
  }
  return best;
}

/** The kind that is furthest above its target, or null when none is. */
export function mostDispensable(
  targets: ReadonlyMap<JailKind, number>,
  counts: ReadonlyMap<JailKind, number>,
  except: JailKind,
): JailKind | null {
  let best: JailKind | null = null;
  let most = 0;
  for (const [kind, count] of counts) {
    const surplus = count - (targets.get(kind) ?? 0);
    if (kind !== except && surplus > most) {
      best = kind;
      most = surplus;
    }
  }
  return best;
}

function waitMs(view: UpkeepView, warm: readonly Member[], unrenewed: boolean, policy: UpkeepPolicy): number {
  let next = view.now + policy.probeIntervalMs;
  for (const member of warm) {
    if (member.nextProbeAt > view.now) next = Math.min(next, member.nextProbeAt);
    if (member.expiresAt > view.now) next = Math.min(next, member.expiresAt);
  }
  // Something is due, but is the last warm one of its kind: look again when the quiet has been long enough for it.
  const due = unrenewed || warm.some((one) => one.nextProbeAt <= view.now || one.expiresAt <= view.now);
  if (due && view.quietMs < policy.lastOneAfterQuietMs) {
    next = Math.min(next, view.now + policy.lastOneAfterQuietMs - view.quietMs);
  } else if (due) {
    next = Math.min(next, view.now + policy.lastOneAfterQuietMs);
  }
  return Math.max(1, next - view.now);
}
