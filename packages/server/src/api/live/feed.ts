import type { FastifyReply } from "fastify";
import type { Logger } from "pino";
import type { Accounts } from "../../accounts/index.js";
import type { Cancellation } from "../../platform/cancellation.js";
import type { Overviews } from "../../queue/types.js";
import type { Tenant } from "../access.js";
import { toProblemError } from "../errors.js";
import { toProblem } from "../problem-error.js";
import { createAccountView } from "./account-view.js";
import type { Bursts } from "./bursts.js";
import { createServiceView } from "./service-view.js";
import type { Tell, Told, View } from "./told.js";
import { createViewer, type Viewer } from "./viewer.js";

/**
 * Shows clients what happens. All who may see the same share one view, which looks twice a second while somebody looks and is
 * gone with the last of them: a viewer costs the sending, and nobody costs nothing.
 */
export interface LiveFeed {
  /** `tenant`: whose things it may see; null: everything. Resolves when it has left. */
  show(reply: FastifyReply, tenant: Tenant | null, cancellation: Cancellation): Promise<void>;
}

export interface LiveFeedOptions {
  readonly overviews: Overviews;
  readonly accounts: Accounts | null;
  readonly bursts: Bursts;
  readonly clock: () => number;
  readonly logger: Logger;
}

interface Open {
  readonly viewers: Set<Viewer>;
  readonly view: View;
  timer: NodeJS.Timeout | null;
  /** What is wrong now, as it was told. */
  problem: string | null;
}

export const createLiveFeed = (options: LiveFeedOptions): LiveFeed => {
  const { overviews, accounts, bursts, clock, logger } = options;
  /** By tenant; null is the whole service's. */
  const open = new Map<Tenant | null, Open>();

  const begin = (tenant: Tenant | null): Open => {
    const viewers = new Set<Viewer>();
    const tell: Tell = (event, data) => {
      const text = toText(event, data);
      for (const viewer of viewers) viewer.send(text);
    };
    const view =
      tenant === null
        ? createServiceView({ overviews, accounts, tell })
        : createAccountView({ overviews, tenant, clock, tell });
    const one: Open = { viewers, view, timer: null, problem: null };
    open.set(tenant, one);
    void look(one, tell);
    return one;
  };

  const look = async (one: Open, tell: Tell): Promise<void> => {
    const begun = performance.now();
    try {
      await one.view.tick();
      one.problem = null;
    } catch (error) {
      const problem = toProblem(toProblemError(error, 0));
      if (one.problem === null) {
        logger.warn({ err: error }, "the live view cannot look");
        tell("problem", problem);
      }
      one.problem = toText("problem", problem);
    }
    if (one.viewers.size === 0) return;
    const { everyMs } = one.view;
    const wait = Math.max(everyMs / 2, everyMs - (performance.now() - begun));
    one.timer = setTimeout(() => void look(one, tell), wait);
  };

  const end = (tenant: Tenant | null, one: Open): void => {
    open.delete(tenant);
    if (one.timer) clearTimeout(one.timer);
    one.view.close().catch((error: unknown) => logger.warn({ err: error }, "closing a live view failed"));
  };

  /** In one piece: a client that is slow takes all of it before it is sent anything else. */
  const retell = (one: Open, tenant: Tenant | null, viewer: Viewer): void => {
    let text = "";
    const add: Tell = (event, data) => {
      text += toText(event, data);
    };
    one.view.retell(add);
    if (tenant === null && bursts.latest !== null) add("burst", bursts.latest);
    text += one.problem ?? "";
    if (text !== "") viewer.send(text);
  };

  bursts.onChange((burst) => {
    const text = toText("burst", burst);
    for (const viewer of open.get(null)?.viewers ?? []) viewer.send(text);
  });

  return {
    async show(reply, tenant, cancellation) {
      const one = open.get(tenant) ?? begin(tenant);
      const viewer = createViewer(reply, cancellation, () => retell(one, tenant, viewer));
      one.viewers.add(viewer);
      retell(one, tenant, viewer);
      await viewer.left;
      one.viewers.delete(viewer);
      if (one.viewers.size === 0) end(tenant, one);
    },
  };
};

const toText = <K extends keyof Told>(event: K, data: Told[K]): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
