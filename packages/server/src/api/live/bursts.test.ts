import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { createAddressPolicy } from "../../webhooks/index.js";
import { createIds } from "../ids.js";
import { createCatalog } from "../index.js";
import { PYTHON, startTestApi, type TestApi } from "../test-api.js";
import { createBursts } from "./bursts.js";

let service: TestApi;
afterEach(() => service.stop());

test("one that is stopped sends nothing more, and what it did not send was refused", async () => {
  service = await startTestApi();
  const { queue } = service;
  const logger = pino({ level: "silent" });
  const catalog = createCatalog({ queue, local: [PYTHON], definitions: [], logger });
  let sent = 0;
  const stopping: typeof queue = {
    ...queue,
    admit(...job) {
      sent += 1;
      if (sent === 100) bursts.stop();
      return queue.admit(...job);
    },
  };
  const bursts = createBursts({
    ...{
      queue: stopping,
      catalog,
      logger,
      clock: Date.now,
      newId: createIds(Date.now),
      maxSourceBytes: 1000,
    },
    ...{ chooseLanguage: () => PYTHON, callbackPolicy: createAddressPolicy([]) },
  });
  bursts.start({ count: 1000 });
  await expect.poll(() => bursts.latest?.over).toBe(true);
  const { accepted = 0, refused = 0, lost } = bursts.latest ?? {};
  expect(accepted).toBeGreaterThanOrEqual(100);
  expect(accepted).toBeLessThan(1000);
  expect([accepted + refused, lost]).toEqual([1000, accepted]);
  expect((await queue.stats()).queued).toBe(accepted);
});
