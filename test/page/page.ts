import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What a person does on the playground, and what they see. */
export const playground = (page: Page) => ({
  /** Puts a program in the place of what is there. */
  async write(source: string): Promise<void> {
    await page.locator(".editor .cm-content").click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Delete");
    // As if pasted: nothing is completed or indented.
    await page.keyboard.insertText(source);
  },
  async choose(language: string): Promise<void> {
    await page.locator(".picker-button").click();
    await page.getByLabel("Search languages").fill(language);
    await page.keyboard.press("Enter");
    await page.locator(".picker-dialog").waitFor({ state: "hidden" });
  },
  run: () => page.getByRole("button", { name: "Run" }).click(),
  stop: () => page.getByRole("button", { name: "Stop" }).click(),
  /** Waits until the badge says so. */
  async ends(badge: string): Promise<void> {
    await expect.poll(() => page.locator(".status .badge").textContent(), { timeout: 30_000 }).toBe(badge);
  },
  /** The lines of the output that can be seen. */
  output: () => page.locator(".output .cm-line").allTextContents(),
  async prints(text: string | RegExp): Promise<void> {
    await expect
      .poll(async () => (await page.locator(".output .cm-line").allTextContents()).join("\n"), {
        timeout: 30_000,
      })
      .toMatch(text);
  },
  status: () => page.locator(".status").textContent(),
});
