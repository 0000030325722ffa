import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useService } from "../e2e/service.js";
import { useBrowser } from "./browser.js";

/** What a real browser lets a page of another site do with Judge0's API. */

const service = useService({ NEURON_POOL_SIZE: "2", NEURON_JUDGE0_AUTHN_TOKEN: "a-token" });
const browser = useBrowser();

let site: Server;
beforeAll(async () => {
  site = createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end("<title>an editor</title>");
  }).listen(0, "127.0.0.1");
  await once(site, "listening");
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

test("runs programs with its token, learns why not without, and reaches nothing else", async () => {
  const page = await browser.open(`http://localhost:${(site.address() as AddressInfo).port}/`);
  const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Answer | null> =>
    page.evaluate(
      async ({ url, text, given }) => {
        try {
          const headers = { "content-type": "application/json", ...given };
          const response = await fetch(url, { method: "POST", headers, body: text });
          return { status: response.status, text: await response.text() };
        } catch {
          return null;
        }
      },
      { url: service.url + path, text: JSON.stringify(body), given: headers },
    );
  const submission = { language_id: 71, source_code: "print(6 * 7)" };
  const answer = await post("/judge0/submissions/?wait=true", submission, { "x-auth-token": "a-token" });
  expect(answer?.status).toBe(201);
  expect(JSON.parse(answer?.text ?? "")).toMatchObject({ stdout: "42\n", status: { id: 3 } });
  expect(await post("/judge0/submissions", submission)).toEqual({ status: 401, text: "" });
  expect(await post("/v1/executions", { language: "python", source: "" })).toBeNull();
  // It asks another site, as it means to; and the browser says what it refuses.
  const complaints = browser.complaints();
  expect(complaints.filter((each) => /CORS policy/.test(each))).toHaveLength(1);
});
