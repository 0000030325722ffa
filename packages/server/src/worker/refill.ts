import type { Logger } from "pino";
import type { JailKind, Sandbox, SandboxDriver } from "../sandbox/types.js";
import type { Clock } from "./clock.js";
import type { Member } from "./pool-member.js";
import type { Roster } from "./roster.js";
import { createBackoff, withDeadline } from "./waiting.js";

/**
 * Boots sandboxes into the free places: as many at a time as help before traffic, later so that executions do not
 * suffer. After a failed boot it waits, twice as long each time, and goes on with one at a time.
 */
export interface Refill {
  /** Resolves when every place was tried once: all booted, or boots keep failing. */
  fill(): Promise<void>;
  /** Something changed that may allow a boot. */
  poke(): void;
  stop(): void;
  readonly filled: boolean;
}

export interface RefillOptions {
  readonly roster: Roster;
  readonly driver: SandboxDriver;
  readonly cores: number;
  readonly spareCores: () => number;
  /** Executions run or wait for a sandbox. */
  readonly inUse: () => boolean;
  readonly wantedKind: () => JailKind;
  readonly onChange: () => void;
  readonly bootMs: number;
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
  /** How often a boot that waits for a spare core looks again. */
  readonly pollMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Booting 50 one at a time took 2.5 s on two cores, four at a time 1.1 s; more gained nothing. */
const BOOTS_PER_CORE = 2;
const MOST_BOOTS = 8;
/** Filling is not waited for any longer after so many boots failed in a row. */
const HOPELESS_BOOTS = 3;

export function createRefill(options: RefillOptions): Refill {
  const { roster, driver, logger } = options;
  const now = (): number => options.clock.monotonicMs();
  const backoff = createBackoff(options.retryFirstMs, options.retryMaxMs);
  let notBefore = 0;
  let timer: NodeJS.Timeout | null = null;
  let filled = false;
  let tellFilled: (() => void) | null = null;

  const checkFilled = (): void => {
    if (filled) return;
    const full = roster.freePlaces() === 0 && roster.count("booting") === 0;
    if (!full && backoff.failures < HOPELESS_BOOTS && !roster.stopping) return;
    filled = true;
    tellFilled?.();
  };

  const boot = async (): Promise<void> => {
    const kind = options.wantedKind();
    const member = roster.open(kind);
    const booting = driver.boot(kind);
    let sandbox: Sandbox | null = null;
    try {
      sandbox = await withDeadline(booting, options.bootMs, "booting a sandbox");
    } catch (error) {
      failed(member, booting, error);
    }
    if (sandbox) {
      backoff.reset();
      roster.adopt(member, sandbox);
    }
    checkFilled();
    poke();
    options.onChange();
  };

  const failed = (member: Member, booting: Promise<Sandbox>, error: unknown): void => {
    roster.vacate(member);
    const retryInMs = backoff.next();
    notBefore = now() + retryInMs;
    if (!roster.stopping) {
      logger.error({ err: error, failures: backoff.failures, retryInMs }, "sandbox did not boot");
    }
    // It may still come up after its deadline; then nobody wants it.
    const unwanted = booting.then(
      (late) => late.destroy(),
      () => undefined,
    );
    unwanted.catch((late: unknown) => logger.error({ err: late }, "late sandbox could not be destroyed"));
  };

  /** How many boots may be under way at once. */
  const allowed = (): number => {
    if (backoff.failures > 0) return 1;
    if (!filled) return Math.min(MOST_BOOTS, Math.max(2, options.cores * BOOTS_PER_CORE));
    if (!options.inUse()) return 2;
    if (options.spareCores() >= 1) return 1;
    // Without a core to spare only when fewer are left than could run: then executions suffer more without it.
    return roster.count("warm") < Math.min(options.cores, roster.size) ? 1 : 0;
  };

  const poke = (): void => {
    if (roster.stopping || timer || roster.freePlaces() === 0) return;
    const waitMs = notBefore - now();
    if (waitMs > 0) {
      later(waitMs);
      return;
    }
    const most = allowed();
    for (let free = most - roster.count("booting"); free > 0 && roster.freePlaces() > 0; free -= 1) {
      roster.track(boot(), "booting a sandbox");
    }
    if (most === 0) later(options.pollMs);
  };

  const later = (ms: number): void => {
    timer = setTimeout(() => {
      timer = null;
      poke();
    }, ms);
  };

  return {
    fill() {
      checkFilled();
      if (filled) return Promise.resolve();
      return new Promise((resolve) => {
        tellFilled = resolve;
        poke();
      });
    },
    poke,
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      checkFilled();
    },
    get filled() {
      return filled;
    },
  };
}
