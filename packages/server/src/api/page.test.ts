import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPage } from "./page/page.js";
import { startTestApi, type TestApi } from "./test-api.js";

const HTML =
  '<meta name="style-nonce" content="{{nonce}}"><script type="module" src="./assets/index-abc.js"></script>';
const SCRIPT = "console.log('page');\n".repeat(100);

let folder: string;
let own: TestApi;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "neuron-page-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), HTML);
  writeFileSync(join(folder, "manifest.json"), "{}");
  writeFileSync(join(folder, "assets/index-abc.js"), SCRIPT);
  writeFileSync(join(folder, "assets/index-abc.js.br"), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, "assets/index-abc.js.gz"), gzipSync(SCRIPT));
  own = await startTestApi({ accounts: {}, page: readPage(folder) });
});
afterAll(async () => {
  await own.stop();
  rmSync(folder, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) => own.api.app.inject({ url, headers });
const asBrowser = () => get("/", { accept: "text/html,application/xhtml+xml,*/*;q=0.8" });

describe("/", () => {
  it("is a page for browsers, without a key, under a policy with a nonce of its own", async () => {
    const [first, second] = [await asBrowser(), await asBrowser()];
    expect(first.statusCode).toBe(200);
    expect(first.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      vary: "accept",
    });
    const nonceOf = ({ body }: { body: string }) => /content="([\w-]{22})"/.exec(body)?.[1];
    expect(nonceOf(first)).toBeDefined();
    expect(nonceOf(first)).not.toBe(nonceOf(second));
    const policy = String(first.headers["content-security-policy"]);
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonceOf(first)}'`,
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  it.each([[undefined], ["*/*"], ["application/json"]])(
    "tells programs (Accept: %s) its addresses",
    async (accept) => {
      const response = await get("/", accept === undefined ? {} : { accept });
      expect(response.json().links.executions).toBe("/v1/executions");
      expect(response.headers.vary).toBe("accept");
    },
  );
});

describe("/assets", () => {
  it("are unpacked once, however often somebody asks for them so", () => {
    const asset = readPage(folder)?.assets.get("index-abc.js");
    expect(asset?.plain().toString()).toBe(SCRIPT);
    expect(asset?.plain()).toBe(asset?.plain());
  });

  it.each([
    ["br, gzip", "br"],
    ["gzip, deflate", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["identity", undefined],
    ["", undefined],
  ])("are sent as the client takes them (%s)", async (accepted, encoding) => {
    const { statusCode, headers, rawPayload } = await get("/assets/index-abc.js", {
      "accept-encoding": accepted,
    });
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
    });
    expect(headers["content-encoding"]).toBe(encoding);
    const expected = { br: brotliCompressSync(SCRIPT), gzip: gzipSync(SCRIPT) };
    expect(rawPayload.equals(encoding ? expected[encoding as "br" | "gzip"] : Buffer.from(SCRIPT))).toBe(
      true,
    );
  });

  it.each([
    "index-abc.js.br",
    "index.html",
    "..%2findex.html",
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "__proto__",
    "constructor",
    "%00",
    ".",
  ])("have nothing else: %s", async (name) => {
    const { statusCode, headers } = await get(`/assets/${name}`);
    expect([statusCode, headers["content-type"]]).toEqual([404, "application/problem+json; charset=utf-8"]);
  });
});

it("a folder without a page is none, and one whose page has no place for its nonce is wrong", () => {
  expect(readPage(join(folder, "missing"))).toBeNull();
  writeFileSync(join(folder, "index.html"), "<html></html>");
  expect(() => readPage(folder)).toThrow("has not one place for its nonce");
});
