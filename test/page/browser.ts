import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

/** A real browser, and what it must never have to complain of. */
export interface TestBrowser {
  /** A page of its own: nothing is shared with others. It must be clean when the test ends, see `complaints`. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
  /** Another page with the same storage. */
  again(page: Page, url: string): Promise<Page>;
  /**
   * What the open pages' consoles said of errors and refused by the page's policy, exceptions that nobody caught, and
   * requests to anywhere but the service. A test that provokes some takes them, so that they are not held against it.
   */
  complaints(): string[];
}

/** A name that leads here, but is none that browsers trust: a page under it is not in a secure context. */
export const ELSEWHERE = "neuron.test";

const EXECUTABLE = process.env.NEURON_TEST_BROWSER ?? "/usr/bin/chromium";

export const useBrowser = (): TestBrowser => {
  let browser: Browser;
  let complaints: string[] = [];

  const watch = (page: Page, url: string): void => {
    const { host } = new URL(url);
    page.on("console", (message) => {
      if (message.type() === "error" && !isOwnEditing(message.text()))
        complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`exception: ${error.stack ?? error.message}`));
    page.on("request", (request) => {
      const address = new URL(request.url());
      if (address.host !== host && !["data:", "blob:"].includes(address.protocol)) {
        complaints.push(`request: ${request.url()}`);
      }
    });
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("popup", (popup) => complaints.push(`popup: ${popup.url()}`));
  };

  beforeAll(async () => {
    // Chromium's own sandbox does not start for root; the pages are ours, and what programs print is text in them.
    browser = await chromium.launch({
      executablePath: EXECUTABLE,
      args: ["--no-sandbox", `--host-resolver-rules=MAP ${ELSEWHERE} 127.0.0.1`],
    });
  });
  afterEach(async () => {
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
    const found = complaints;
    complaints = [];
    expect(found).toEqual([]);
  });
  afterAll(() => browser?.close());

  return {
    async open(url, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      watch(page, url);
      await page.goto(url);
      return page;
    },
    async again(page, url) {
      const other = await page.context().newPage();
      watch(other, url);
      await other.goto(url);
      return other;
    },
    complaints() {
      const found = complaints;
      complaints = [];
      return found;
    },
  };
};

/** Chromium itself gives what it inserts into an editable element a style, and refuses it by the page's policy. */
const isOwnEditing = (text: string): boolean =>
  /^Applying inline style violates/.test(text) && /-attr\b|Note that/.test(text);

const ARTEFACTS = fileURLToPath(new URL("artefacts/", import.meta.url));

/** Keeps what the page looks like, for people. */
export const picture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: `${ARTEFACTS}${name}.png` });
};

export const PHONE: BrowserContextOptions = {
  viewport: { width: 375, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
