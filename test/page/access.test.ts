import type { BrowserContextOptions } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useService } from "../e2e/service.js";
import { seriousFindings } from "./axe.js";
import { PHONE, picture, useBrowser } from "./browser.js";
import { playground } from "./page.js";

const service = useService();
const browser = useBrowser();

const SEEN: readonly (readonly [string, BrowserContextOptions])[] = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["phone", PHONE],
];

describe.each(SEEN)("seen in %s", (name, options) => {
  it("the playground keeps nobody out", async () => {
    const page = await browser.open(service.url, options);
    const { run, ends } = playground(page);
    await page.locator(".editor .cm-content").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await run();
    await ends("Accepted");
    await page.getByRole("tab", { name: "Tests" }).click();
    await page.getByRole("button", { name: "Add a test" }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole("tab", { name: "Terminal" }).click();
    await page.locator(".xterm-rows").waitFor();
    await page.locator(".picker-button").click();
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `picker-${name}`);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Options" }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.goto(`${service.url}/#/account`);
    await page.getByText("This service is open").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, `account-${name}`);
  });
});

describe("the keyboard alone", () => {
  it("chooses a language, writes, leaves the editor, runs", async () => {
    const page = await browser.open(service.url);
    const { ends, prints } = playground(page);
    await page.locator(".editor .cm-content").waitFor();
    const focused = () => page.evaluate("document.activeElement.className");
    await page.keyboard.press("Tab");
    expect(await focused()).toContain("skip");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused()).toContain("picker-button");
    await page.keyboard.press("Enter");
    await page.keyboard.type("bash");
    await page.keyboard.press("Enter");
    await expect.poll(focused).toContain("picker-button");
    for (let tabs = 0; !String(await focused()).includes("cm-content"); tabs++) {
      expect(tabs).toBeLessThan(12);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Control+End");
    await page.keyboard.type("echo by keys");
    // Tab indents in the editor; after Escape it leaves it. The first one closes what the editor proposes.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await focused()).not.toContain("cm-content");
    await page.keyboard.press("Control+Enter");
    await ends("Accepted");
    await prints("by keys");
  });
});

describe("the page", () => {
  it("asks for less than 300 KB before it can be used, and keeps it", async () => {
    const page = await browser.open(service.url);
    await page.locator(".editor .cm-content").waitFor();
    await page.waitForLoadState("networkidle");
    const loaded = (await page.evaluate(
      "performance.getEntries().filter((each) => each.encodedBodySize > 0).map(({ name, encodedBodySize }) => [name, encodedBodySize])",
    )) as [string, number][];
    const bytes = loaded.reduce((sum, [, size]) => sum + size, 0);
    expect(bytes, JSON.stringify(loaded)).toBeLessThan(300_000);
    expect(bytes).toBeGreaterThan(50_000);
    for (const [name] of loaded.filter(([name]) => name.includes("/assets/"))) {
      const { headers } = await fetch(name, { headers: { "accept-encoding": "br" } });
      expect([headers.get("cache-control"), headers.get("content-encoding")]).toEqual([
        "public, max-age=31536000, immutable",
        "br",
      ]);
    }
  });

  it("does not run what is written into it", async () => {
    const page = await browser.open(service.url);
    await page.locator(".editor .cm-content").waitFor();
    const attempts = [
      "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))",
      "setTimeout('window.ran = 2')",
      "document.body.innerHTML += '<img src=x onerror=\"window.ran = 3\">'",
      "document.body.append(Object.assign(document.createElement('iframe'), { src: 'data:text/html,x' }))",
      "fetch('http://192.0.2.1/')",
    ];
    for (const attempt of attempts) await page.evaluate(`(async () => { ${attempt} })().catch(() => {})`);
    expect(await page.evaluate("window.ran")).toBeUndefined();
    expect(browser.complaints().length).toBeGreaterThan(3);
  });

  it("is light or dark as the user wants", async () => {
    const page = await browser.open(service.url, { colorScheme: "dark" });
    const ground = () => page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    await page.locator(".editor .cm-content").waitFor();
    const dark = await ground();
    await page.getByRole("button", { name: /^Theme: system/ }).click();
    expect(await ground()).not.toBe(dark);
    await page.reload();
    await page.getByRole("button", { name: /^Theme: light/ }).click();
    expect(await ground()).toBe(dark);
  });
});
