import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { bash, python, useService } from "../e2e/service.js";
import { seriousFindings } from "./axe.js";
import { PHONE, picture, useBrowser } from "./browser.js";

const service = useService({ NEURON_POOL_SIZE: "6", NEURON_LANGUAGES: "core" });
const browser = useBrowser();

const open = async (
  ...[options]: Parameters<typeof browser.open> extends [string, ...infer R] ? R : never
) => {
  const page = await browser.open(`${service.url}/#/dashboard`, options);
  await page.getByText("Live", { exact: true }).waitFor();
  return page;
};

const cells = (page: Page) => page.locator(".cells .cell");

/** How many places look so. */
const inState = (page: Page, look: string) => page.locator(`.cells .cell-${look}`).count();

describe("what happens is shown", () => {
  test("sandboxes, executions, workers and figures", async () => {
    await service.execute(python("print('<b>hostile</b>')"));
    await service.execute(bash("exit 3"));
    const page = await open();
    await expect.poll(() => cells(page).count()).toBe(6);
    const table = page.getByRole("region", { name: "Latest executions", exact: true });
    await table.getByText("Runtime error").waitFor();
    await table.getByText("Accepted").first().waitFor();
    expect(await page.getByRole("region", { name: "Workers", exact: true }).innerText()).toContain("6 of 6");
    await page.locator(".chart canvas").nth(3).waitFor();
    expect(await page.locator(".shares").first().innerText()).toMatch(/Accepted\s+1\s+50 %/);
    await picture(page, "dashboard");
  });

  test("a sandbox is seen at work, and why it died, by the pointer and by the keyboard", async () => {
    const page = await open();
    await expect.poll(() => inState(page, "warm")).toBeGreaterThan(0);
    const loop = await service.submit(python("while True: pass", { limits: { cpuTimeMs: 1500 } }));
    await expect.poll(() => inState(page, "run"), { timeout: 15_000 }).toBe(1);
    const busy = page.locator(".cells .cell-run");
    const name = await busy.getAttribute("aria-label");
    expect(name).toMatch(/^Place \d: running, /);
    await busy.hover();
    await page.locator(".cell-detail").getByText("Runs a program now.").waitFor();
    await page.getByText("Running", { exact: true }).last().waitFor();
    expect(await service.finished(loop.id)).toMatchObject({ outcome: "time_limit" });
    await page
      .locator(".cell-detail")
      .getByText(/^time limit, /)
      .waitFor();
    await page.locator(".shares").last().getByText("time limit").waitFor();

    // One stop of the Tab key for all of them; the arrows move.
    await cells(page).first().hover();
    await page.keyboard.press("Tab");
    for (let i = 0; i < 20 && !(await isCell(page)); i++) await page.keyboard.press("Tab");
    await page.keyboard.press("End");
    expect(await focused(page)).toMatch(/^Place 6: /);
    await page.keyboard.press("ArrowLeft");
    expect(await focused(page)).toMatch(/^Place 5: /);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toMatch(/^Place 6: /);
    await page.keyboard.press("Home");
    expect(await focused(page)).toMatch(/^Place 1: /);
    await page.keyboard.press("Tab");
    expect(await isCell(page)).toBe(false);
  });
});

const focused = (page: Page) =>
  page.evaluate<string>('document.activeElement?.getAttribute("aria-label") ?? ""');
const isCell = async (page: Page) => /^Place \d/.test(await focused(page));

test.each([
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["phone", PHONE],
] as const)(
  "%s: nothing serious is found by axe, and nothing is wider than the screen",
  async (name, options) => {
    const page = await open(options);
    await page.locator(".chart canvas").nth(3).waitFor();
    await expect.poll(() => cells(page).count()).toBe(6);
    expect(await seriousFindings(page)).toEqual([]);
    const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
    await picture(page, `dashboard-${name}`);
  },
);

test("a burst is asked about, counted to its last execution, and the API's answers are timed meanwhile", async () => {
  const page = await open();
  // A tenth of what the button sends: the counting is the same.
  await page.route("**/v1/burst", (route) => route.continue({ postData: '{"count":100}' }));
  await page.getByRole("button", { name: "Send 1,000 at once" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Not now" }).click();
  await expect.poll(() => dialog.count()).toBe(0);
  expect((await service.stats()).queued).toBe(0);
  await page.getByRole("button", { name: "Send 1,000 at once" }).click();
  await dialog.getByRole("button", { name: "Send them" }).click();
  await page.getByText("All done after").waitFor({ timeout: 50_000 });
  const figures = await page.locator(".burst-figures .item").allInnerTexts();
  const shown = Object.fromEntries(figures.map((text) => text.split(/\n+/)));
  expect(shown).toMatchObject({ Sent: "100", Finished: "100", "With the right output": "100", Lost: "0" });
  expect(await page.locator(".health").innerText()).toMatch(/answered \d+ times: half within [\d.]+ m?s/);
  await page.getByRole("button", { name: "Send 1,000 at once" }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
});

test("a connection that is lost is told of, what was known stays, and it comes back by itself", async () => {
  const page = await open();
  await expect.poll(() => cells(page).count()).toBe(6);
  let away = true;
  await page.route("**/v1/stats/stream", (route) => (away ? route.abort() : route.continue()));
  process.kill(service.pidOf("api"), "SIGKILL");
  await page.getByText("Connection lost").waitFor({ timeout: 20_000 });
  expect(await cells(page).count()).toBe(6);
  await page.getByRole("button", { name: "Try now" }).click();
  await page.getByText("Connection lost").waitFor();
  await service.until(
    "the API is back",
    async () => (await service.fetch("/healthz").catch(() => null))?.ok === true,
  );
  away = false;
  await page.getByText("Live", { exact: true }).waitFor({ timeout: 20_000 });
  // Which the browser itself says of each attempt.
  for (const each of browser.complaints()) expect(each).toMatch(/Failed to load resource|ERR_/);
});

test("nobody is fed who does not look, and all goes on when somebody looks again", async () => {
  const page = await browser.open(`${service.url}/docs`);
  await page.clock.install();
  await page.addInitScript(
    "Object.defineProperty(document, 'hidden', { get: () => sessionStorage.getItem('hidden') !== null })",
  );
  let streams = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/v1/stats/stream")) streams++;
  });
  const look = (hidden: boolean) =>
    page.evaluate(`
      ${hidden ? "sessionStorage.setItem('hidden', '')" : "sessionStorage.removeItem('hidden')"};
      document.dispatchEvent(new Event("visibilitychange"));
    `);
  const badge = (text: string) => page.locator(".dashboard-head").getByText(text, { exact: true }).waitFor();
  await page.goto(`${service.url}/#/dashboard`);
  await badge("Live");
  await look(true);
  await page.clock.runFor(15_000);
  await badge("Live");
  await page.clock.runFor(6_000);
  await badge("Paused");
  await page.evaluate("window.dispatchEvent(new Event('online'))");
  await page.clock.runFor(30_000);
  await badge("Paused");
  expect(streams).toBe(1);
  await look(false);
  await badge("Live");
  expect(streams).toBe(2);

  // Opened in the background.
  await look(true);
  await page.reload();
  await badge("Live");
  await page.clock.runFor(21_000);
  await badge("Paused");
  expect(streams).toBe(3);
});

test("how long ago something was run goes on while nothing is", async () => {
  await service.execute(python(""));
  const page = await open();
  const when = page
    .getByRole("region", { name: "Latest executions", exact: true })
    .locator("td:last-child")
    .first();
  const seconds = async () => Number.parseInt((await when.textContent()) ?? "", 10);
  await expect.poll(seconds, { timeout: 10_000 }).toBeGreaterThan(1);
  const before = await seconds();
  await expect.poll(seconds, { timeout: 10_000 }).toBeGreaterThan(before);
});

test("what draws the charts may fail to load: that is told, and their figures are there", async () => {
  const page = await browser.open(`${service.url}/#/account`);
  await page.getByText("This service is open").waitFor();
  await page.route("**/assets/uPlot*", (route) => route.abort());
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.getByText("What draws the lines could not be loaded.").nth(3).waitFor();
  expect(await page.locator(".chart-legend").allInnerTexts()).toHaveLength(4);
  await page.unrouteAll();
  await page.getByRole("link", { name: "Account" }).click();
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.locator(".chart canvas").nth(3).waitFor();
  for (const each of browser.complaints()) expect(each).toContain("ERR_FAILED");
});

test("hours of events leave no more behind than minutes", async () => {
  const page = await browser.open(`${service.url}/#/dashboard`);
  let asked = 0;
  let allowed = 0;
  let allow: () => void = () => undefined;
  await page.route("**/v1/stats/stream", async (route) => {
    const round = asked++;
    while (round >= allowed) {
      await new Promise<void>((resolve) => {
        allow = resolve;
      });
    }
    await route.fulfill({ contentType: "text/event-stream", body: eventsOf(round) });
  });
  const session = await page.context().newCDPSession(page);
  /** Who asks for the next one has taken in all that came before. */
  const after = async (rounds: number) => {
    allowed = rounds;
    allow();
    await expect.poll(() => asked, { timeout: 50_000, interval: 20 }).toBe(rounds + 1);
    for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
    return { usedSize, nodes, jsEventListeners };
  };
  await page.reload();
  const soon = await after(4);
  const late = await after(12);
  // Each round is eight minutes of a busy service.
  expect(late.usedSize).toBeLessThan(soon.usedSize * 1.25 + 1_000_000);
  expect(late.nodes).toBeLessThan(soon.nodes * 1.25 + 200);
  expect(late.jsEventListeners).toBeLessThan(soon.jsEventListeners * 1.25 + 50);
});

/** What 500 seconds of a busy service tell. */
const eventsOf = (round: number): string => {
  const text: string[] = [];
  const tell = (type: string, data: object) => text.push(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  const worker = {
    id: "w:1",
    startedAt: "2026-01-01T00:00:00.000Z",
    ready: true,
    draining: false,
    running: 3,
  };
  tell("workers", {
    workers: [{ ...worker, capacity: 50, cores: 2, spareCores: 0.5, deaths: { uses: round } }],
  });
  for (let i = 0; i < 1000; i++) {
    const at = new Date(Date.UTC(2026, 0, 1) + (round * 1000 + i) * 500).toISOString();
    const percentiles = { p50: i % 9, p95: i % 20, p99: i % 50 };
    tell("stats", {
      ...{
        at,
        scope: "service",
        queued: i % 100,
        running: 3,
        oldestQueuedMs: i % 300,
        perSecond: 200 + (i % 30),
      },
      latencyMs: { queued: percentiles, run: percentiles, total: percentiles },
      ...{ outcomes: { accepted: i }, languages: { python: i }, deadLetters: 0, credits: null },
    });
    tell("sandboxes", {
      ...{ worker: "w:1", all: false, emptied: [(i + 7) % 50] },
      sandboxes: [0, 1, 2].map((k) => ({
        ...{ id: `s${round}-${i}`, place: (i * 3 + k) % 50, state: i % 2 ? "busy" : "warm", activity: null },
        ...{ kind: "python", uses: i, ageMs: 1, memoryBytes: 1, lastDeath: { reason: "uses", at } },
      })),
    });
    tell("executions", {
      executions: Array.from({ length: 10 }, (_, k) => ({
        ...{ id: `e${round}-${i}-${k}`, tenant: "local", status: "finished", outcome: "accepted" },
        ...{
          language: "python",
          createdAt: at,
          finishedAt: at,
          queuedMs: 1,
          runMs: 2,
          totalMs: 3,
          attempts: 1,
        },
      })),
      unfinished: [],
    });
  }
  return text.join("");
};
