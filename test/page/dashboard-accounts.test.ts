import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NewAccount } from "@neuron/contract";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useService } from "../e2e/service.js";
import { seriousFindings } from "./axe.js";
import { picture, useBrowser } from "./browser.js";

const service = useService({
  ...{ NEURON_ACCOUNTS: "1", NEURON_SIGN_UP: "1", NEURON_POOL_SIZE: "3", NEURON_LANGUAGES: "core" },
});
const browser = useBrowser();

const signUp = async (name: string): Promise<NewAccount> => {
  const response = await service.fetch("/v1/accounts", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  return (await response.json()) as NewAccount;
};

const run = async ({ key: { key } }: NewAccount, language: string): Promise<void> => {
  const response = await service.fetch("/v1/executions?wait=30", {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ language, source: "" }),
  });
  expect(response.status).toBe(200);
};

/** As the account view keeps it. */
const giveKey = async (page: Page, name: "neuron.key" | "neuron.adminKey", key: string): Promise<void> => {
  await page.evaluate(`sessionStorage.setItem(${JSON.stringify(name)}, ${JSON.stringify(key)})`);
  await page.reload();
};

test("without a key nothing is shown, with an account's what is its own, with the operator's everything", async () => {
  const [ada, bob] = [await signUp("Ada"), await signUp("Bob")];
  await run(ada, "python");
  await run(bob, "bash");

  const page = await browser.open(`${service.url}/#/dashboard`);
  await page.getByText("A key is needed").waitFor();
  expect(await page.getByRole("link", { name: "Give a key" }).getAttribute("href")).toBe("#/account");
  expect(await page.locator(".cells, .chart, table").count()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  // The browser's own words on the answer 401.
  for (const each of browser.complaints()) expect(each).toContain("401");

  await giveKey(page, "neuron.key", ada.key.key);
  await page.getByText("Live · your account").waitFor();
  const table = page.getByRole("region", { name: "Latest executions", exact: true });
  await table.getByText("python").waitFor();
  expect(await table.locator("tbody tr").count()).toBe(1);
  expect(await page.locator(".tiles").innerText()).toMatch(/Credits\s+199\s+of 200/);
  expect(await page.locator(".cells, .burst").count()).toBe(0);
  expect(await page.content()).not.toContain(bob.account.id);

  await giveKey(page, "neuron.adminKey", readFileSync(join(service.dataDir, "admin-key"), "utf8").trim());
  await page.getByText("Live", { exact: true }).waitFor();
  await expect.poll(() => page.locator(".cells .cell").count()).toBe(3);
  await table.getByText("bash").waitFor();
  const tenants = page.getByRole("region", { name: "Tenants", exact: true });
  await expect.poll(() => tenants.locator("tbody tr").allInnerTexts()).toHaveLength(2);
  expect(await tenants.innerText()).toMatch(/Ada\s+199\s+200/);
  await picture(page, "dashboard-operator");
});
