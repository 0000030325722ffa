import { expect, it } from "vitest";
import { useService } from "../e2e/service.js";
import { ELSEWHERE, picture, useBrowser } from "./browser.js";
import { playground } from "./page.js";

const service = useService({ NEURON_ACCOUNTS: "1", NEURON_SIGN_UP: "1" });
const browser = useBrowser();

it("gives an account and a key, which runs programs, makes other keys and is forgotten", async () => {
  const page = await browser.open(`${service.url}/#/account`);
  await page.getByLabel("Name (optional)").fill("Ada <b>L.</b>");
  await page.getByRole("button", { name: "Make an account" }).click();
  const secret = await page.getByLabel("The key", { exact: true }).inputValue();
  await expect.poll(() => page.locator(".credits").textContent()).toContain("200 of 200 executions left");
  // Without a key the page had asked who it is: that was refused.
  expect(browser.complaints().every((each) => each.includes("401"))).toBe(true);
  await picture(page, "account-new");

  await page.getByRole("link", { name: "Playground" }).click();
  const { run, ends } = playground(page);
  await page.locator(".editor .cm-content").waitFor();
  await run();
  await ends("Accepted");
  // A browser can give a WebSocket no header: the key goes another way there.
  await page.getByRole("tab", { name: "Terminal" }).click();
  await page.locator(".xterm-rows").waitFor();
  await run();
  await ends("Accepted");

  await page.getByRole("link", { name: "Account" }).click();
  await expect.poll(() => page.locator(".credits").textContent()).toContain("198 of 200 executions left");
  await page.getByLabel("Name of a new key").fill("ci");
  await page.getByRole("button", { name: "Make a key" }).click();
  await expect.poll(() => page.locator("tbody tr").count()).toBe(2);
  const other = await page.getByLabel("The key", { exact: true }).inputValue();
  expect(other).not.toBe(secret);
  await page.getByRole("button", { name: "Revoke ci" }).click();
  await page.getByRole("button", { name: "Really revoke" }).click();
  await expect.poll(() => page.locator("tbody tr").count()).toBe(1);

  // Kept for this tab alone, unless the user says so.
  expect(await page.evaluate("localStorage.getItem('neuron.key')")).toBeNull();
  const elsewhere = await browser.again(page, `${service.url}/#/account`);
  await elsewhere.getByRole("button", { name: "Make an account" }).waitFor();
  browser.complaints();
  await page.getByLabel("Keep it when this tab is closed").check();
  expect(await page.evaluate("localStorage.getItem('neuron.key')")).toBe(secret);
  await page.getByRole("button", { name: "Forget the key" }).click();
  await page.getByRole("button", { name: "Make an account" }).waitFor();
  expect(
    await page.evaluate("[localStorage, sessionStorage].map((each) => each.getItem('neuron.key'))"),
  ).toEqual([null, null]);
  browser.complaints();
});

it("says what to do about a key that is none, and about running without one", async () => {
  const page = await browser.open(service.url);
  const { run, ends } = playground(page);
  await page.locator(".editor .cm-content").waitFor();
  await run();
  await ends("Not run");
  expect(await page.locator(".problem").textContent()).toContain("This needs the API key of an account.");
  await page.getByRole("link", { name: "Account" }).click();
  await page.getByLabel("API key").fill("nk_wrong");
  await page.getByRole("button", { name: "Use it", exact: true }).click();
  await expect.poll(() => page.locator(".problem").textContent()).toContain("There is no such key.");
  expect(browser.complaints().every((each) => each.includes("401"))).toBe(true);
});

it("works from another machine without TLS, where browsers leave some things out", async () => {
  const url = `http://${ELSEWHERE}:${new URL(service.url).port}`;
  const page = await browser.open(`${url}/#/account`);
  expect(
    await page.evaluate("[isSecureContext, typeof crypto.randomUUID, typeof navigator.clipboard]"),
  ).toEqual([false, "function", "undefined"]);
  await page.getByRole("button", { name: "Make an account" }).click();
  await page.getByLabel("The key", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Playground" }).click();
  const { run, ends } = playground(page);
  await page.locator(".editor .cm-content").waitFor();
  await run();
  await ends("Accepted");
  await page.getByRole("button", { name: "Share" }).click();
  expect(await page.getByLabel("Link", { exact: true }).inputValue()).toContain("#/code/1.");
  const told = browser.complaints().filter((each) => !each.includes("401"));
  expect(told.filter((each) => !each.includes("Cross-Origin-Opener-Policy"))).toEqual([]);
});
