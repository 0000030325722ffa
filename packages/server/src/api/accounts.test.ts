import type { Account, IssuedKey, NewAccount } from "@neuron/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADMIN_KEY, startTestApi, type TestApi } from "./test-api.js";

let service: TestApi;
beforeAll(async () => {
  service = await startTestApi({ accounts: {} });
  service.work();
});
afterAll(() => service.stop());

type Method = "GET" | "POST" | "PATCH" | "DELETE";
interface Sent {
  readonly key?: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

const sendTo = (
  { api }: Pick<TestApi, "api">,
  method: Method,
  url: string,
  { key, body, headers = {} }: Sent = {},
) =>
  api.app.inject({
    method,
    url,
    headers: { ...headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    ...(body !== undefined && { payload: body }),
  });
const send = (method: Method, url: string, sent: Sent = {}) => sendTo(service, method, url, sent);

const signUp = async (own: TestApi = service): Promise<NewAccount> => {
  const response = await sendTo(own, "POST", "/v1/accounts");
  expect(response.statusCode).toBe(201);
  return response.json<NewAccount>();
};

const hello = { language: "python", source: "print(1)" };

describe("signing up", () => {
  test("gives an account, a key and free executions", async () => {
    const response = await send("POST", "/v1/accounts", { body: { name: "Ada", email: "ada@example.com" } });
    expect(response.statusCode).toBe(201);
    expect(response.headers["cache-control"]).toBe("no-store");
    const { account, key } = response.json<NewAccount>();
    expect(account).toMatchObject({
      name: "Ada",
      email: "ada@example.com",
      disabled: false,
      credits: { granted: 200, available: 200, reserved: 0, spent: 0 },
      usage: { queued: 0, running: 0, keys: 1 },
    });
    expect(key.key.startsWith(key.start)).toBe(true);
    const own = await send("GET", "/v1/account", { key: key.key });
    expect(own.json()).toEqual(account);
    expect((await send("POST", "/v1/executions?wait=5", { key: key.key, body: hello })).statusCode).toBe(200);
  });

  test.each([
    [{ name: "" }, "name"],
    [{ name: "a\u0000b" }, "name"],
    [{ name: "x".repeat(101) }, "name"],
    [{ email: "nobody" }, "email"],
    [{ name: 1 }, "name"],
    [{ credits: 1 }, "credits"],
  ])("%j is refused", async (body, field) => {
    const response = await send("POST", "/v1/accounts", { body });
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ field });
  });

  test("from another site is refused", async () => {
    const headers = { host: "localhost", origin: "https://evil.com" };
    expect((await send("POST", "/v1/accounts", { headers })).statusCode).toBe(403);
  });

  test("is closed unless it was opened", async () => {
    const own = await startTestApi({ accounts: { signUp: false } });
    try {
      const response = await sendTo(own, "POST", "/v1/accounts");
      expect([response.statusCode, response.json().code]).toEqual([403, "sign_up_closed"]);
    } finally {
      await own.stop();
    }
  });

  test("is limited by address, which a proxy may name and others may not", async () => {
    const own = await startTestApi({ accounts: { signUpsPerHour: 2, trustProxy: "127.0.0.1" } });
    const from = (address: string) =>
      sendTo(own, "POST", "/v1/accounts", { headers: { "x-forwarded-for": address } });
    try {
      expect((await from("192.0.2.1")).statusCode).toBe(201);
      expect((await from("8.8.8.8, 192.0.2.1")).statusCode).toBe(201);
      const refused = await from("192.0.2.1");
      expect(refused.statusCode).toBe(429);
      expect(Number(refused.headers["retry-after"])).toBeGreaterThan(3500);
      expect(refused.json()).toMatchObject({ code: "rate_limited" });
      expect((await from("2001:db8::1")).statusCode).toBe(201);
      expect((await from("2001:db8::ffff:2")).statusCode).toBe(201);
      expect((await from("2001:db8:0::3")).statusCode).toBe(429);
      expect((await from("2001:db8:0:1::3")).statusCode).toBe(201);
    } finally {
      await own.stop();
    }
  });

  test("exactly the first 1,000 get 200, also when all come at once to two processes", async () => {
    const own = await startTestApi({ accounts: { freeExecutions: 7 } });
    const other = await own.another();
    try {
      const made = await Promise.all(
        Array.from({ length: 1100 }, (_, i) => sendTo(i % 2 ? own : other, "POST", "/v1/accounts")),
      );
      const granted = made.map((response) => response.json<NewAccount>().account.credits?.granted);
      expect(granted.filter((credits) => credits === 200)).toHaveLength(1000);
      expect(granted.filter((credits) => credits === 7)).toHaveLength(100);
    } finally {
      await own.stop();
    }
  }, 60_000);
});

describe("keys", () => {
  test("are listed without their secret, and revoked at once in every process", async () => {
    const own = await startTestApi({ accounts: {} });
    const other = await own.another();
    try {
      const { key: first } = await signUp(own);
      const response = await sendTo(own, "POST", "/v1/account/keys", {
        key: first.key,
        body: { name: "ci" },
      });
      expect(response.statusCode).toBe(201);
      const second = response.json<IssuedKey>();
      for (const process of [own, other])
        expect((await sendTo(process, "GET", "/v1/account", { key: second.key })).statusCode).toBe(200);

      const list = await sendTo(own, "GET", "/v1/account/keys", { key: first.key });
      expect(list.body).not.toContain(first.key);
      expect(list.json().keys).toMatchObject([
        { id: first.id, name: "first", start: first.start, lastUsedAt: expect.any(String) },
        { id: second.id, name: "ci", start: second.start, lastUsedAt: expect.any(String) },
      ]);

      const revoked = await sendTo(own, "DELETE", `/v1/account/keys/${second.id}`, { key: first.key });
      expect([revoked.statusCode, revoked.body]).toEqual([204, ""]);
      for (const process of [own, other]) {
        await expect
          .poll(async () => (await sendTo(process, "GET", "/v1/account", { key: second.key })).statusCode, {
            timeout: 1000,
            interval: 10,
          })
          .toBe(401);
      }
      const last = await sendTo(own, "DELETE", `/v1/account/keys/${first.id}`, { key: first.key });
      expect([last.statusCode, last.json().code]).toEqual([409, "last_key"]);
    } finally {
      await own.stop();
    }
  });

  test("are as many as may be, and of one's own account only", async () => {
    const { key } = await signUp();
    const { key: others } = await signUp();
    const foreign = await send("DELETE", `/v1/account/keys/${others.id}`, { key: key.key });
    expect([foreign.statusCode, foreign.json().code]).toEqual([404, "key_not_found"]);
    const more = await Promise.all(
      Array.from({ length: 60 }, () => send("POST", "/v1/account/keys", { key: key.key })),
    );
    expect(more.filter(({ statusCode }) => statusCode === 201)).toHaveLength(49);
    expect(more.find(({ statusCode }) => statusCode !== 201)?.json()).toMatchObject({
      code: "too_many_keys",
    });
  });

  test.each([
    ["GET", "/v1/executions"],
    ["POST", "/v1/executions"],
    ["GET", "/v1/executions/x"],
    ["DELETE", "/v1/executions/x"],
    ["GET", "/v1/account"],
    ["POST", "/v1/account/keys"],
    ["GET", "/v1/pool"],
    ["GET", "/v1/stats"],
    ["GET", "/metrics"],
  ] as const)("%s %s needs one", async (method, url) => {
    const missing = await send(method, url);
    expect([missing.statusCode, missing.json().code]).toEqual([401, "key_missing"]);
    expect(missing.headers["www-authenticate"]).toBe('Bearer realm="neuron"');
    const { key } = await signUp();
    for (const wrong of [
      `${key.key}0`,
      key.start,
      key.key.replace(/.$/, key.key.endsWith("0") ? "1" : "0"),
    ]) {
      const response = await send(method, url, { key: wrong });
      expect([response.statusCode, response.json().code]).toEqual([401, "key_invalid"]);
      expect(response.headers["www-authenticate"]).toContain('error="invalid_token"');
    }
    const basic = await send(method, url, { headers: { authorization: `Basic ${key.key}` } });
    expect(basic.statusCode).toBe(401);
    expect(
      (await send(method, url, { headers: { authorization: `bearer  ${key.key}` } })).statusCode,
    ).not.toBe(401);
  });

  test.each(["/", "/healthz", "/readyz", "/v1/languages", "/v9"])("%s needs none", async (url) => {
    expect((await send("GET", url)).statusCode).not.toBe(401);
  });

  test("one account sees nothing of another's executions", async () => {
    const [{ key: mine }, { key: theirs }] = [await signUp(), await signUp()];
    const run = await send("POST", "/v1/executions?wait=5", { key: mine.key, body: hello });
    const { id } = run.json();
    expect((await send("GET", `/v1/executions/${id}`, { key: mine.key })).statusCode).toBe(200);
    expect((await send("GET", `/v1/executions/${id}`, { key: theirs.key })).statusCode).toBe(404);
    expect((await send("DELETE", `/v1/executions/${id}`, { key: theirs.key })).statusCode).toBe(404);
    expect((await send("GET", "/v1/executions", { key: theirs.key })).json().executions).toEqual([]);
    expect((await send("GET", "/v1/executions", { key: mine.key })).json().executions).toMatchObject([
      { id },
    ]);
  });
});

describe("the limit of requests", () => {
  test("is told with every answer, and kept", async () => {
    const own = await startTestApi({ accounts: { requestsPerSecond: 2 } });
    try {
      const { key } = await signUp(own);
      const get = () => sendTo(own, "GET", "/v1/account", { key: key.key });
      const first = await get();
      expect(first.headers["ratelimit-policy"]).toBe('"requests";q=10;w=5');
      expect(first.headers.ratelimit).toMatch(/^"requests";r=9;t=1$/);
      const answers = await Promise.all(Array.from({ length: 30 }, get));
      const passed = answers.filter(({ statusCode }) => statusCode === 200).length;
      expect(passed).toBeGreaterThanOrEqual(9);
      expect(passed).toBeLessThanOrEqual(12);
      const refused = answers.find(({ statusCode }) => statusCode === 429);
      expect(refused?.headers["retry-after"]).toBe("1");
      expect(refused?.headers.ratelimit).toBe('"requests";r=0;t=1');
      expect(refused?.json()).toMatchObject({ code: "rate_limited", retryAfterMs: expect.any(Number) });
      const { key: other } = await signUp(own);
      expect((await sendTo(own, "GET", "/v1/account", { key: other.key })).statusCode).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, refused?.json().retryAfterMs + 50));
      expect((await get()).statusCode).toBe(200);
    } finally {
      await own.stop();
    }
  });

  test("is one over all processes, and may be an account's own", async () => {
    const own = await startTestApi({ accounts: { requestsPerSecond: 2 } });
    const other = await own.another();
    try {
      const { account, key } = await signUp(own);
      await sendTo(own, "PATCH", `/v1/admin/tenants/${account.id}`, {
        key: ADMIN_KEY,
        body: { limits: { requestsPerSecond: 0.01, requestBurst: 40 } },
      });
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          sendTo(i % 2 ? own : other, "GET", "/v1/account", { key: key.key }),
        ),
      );
      expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(40);
    } finally {
      await own.stop();
    }
  });
});

describe("administration of tenants", () => {
  const asAdmin = (method: Method, url: string, body?: object, headers = {}) =>
    send(method, url, { key: ADMIN_KEY, headers, ...(body !== undefined && { body }) });

  test("needs the admin key", async () => {
    const { key } = await signUp();
    for (const [sent, status, code] of [
      [{}, 401, "key_missing"],
      [{ key: "nonsense" }, 401, "key_invalid"],
      [{ key: key.key }, 403, "admin_only"],
    ] as const) {
      const response = await send("GET", "/v1/admin/tenants", sent);
      expect([response.statusCode, response.json().code]).toEqual([status, code]);
    }
    expect((await asAdmin("GET", "/v1/stats")).statusCode).toBe(200);
    const run = await send("POST", "/v1/executions", { key: ADMIN_KEY, body: hello });
    expect([run.statusCode, run.json().detail]).toEqual([401, expect.stringContaining("admin key")]);
  });

  test("makes, shows, changes, disables and deletes one", async () => {
    const made = await asAdmin("POST", "/v1/admin/tenants", { name: "Course" });
    expect(made.statusCode).toBe(201);
    const { account, key } = made.json<NewAccount>();
    expect(account.credits).toBeNull();
    const url = String(made.headers.location);
    expect((await asAdmin("GET", url)).json()).toEqual(account);

    const limits = { maxQueued: 5, maxRunning: 2, weight: 3, requestsPerSecond: 10, requestBurst: 20 };
    const changed = (await asAdmin("PATCH", url, { name: null, limits })).json<Account>();
    expect(changed).toMatchObject({ name: null, limits });
    const back = { weight: null, requestBurst: null, requestsPerSecond: null };
    expect((await asAdmin("PATCH", url, { limits: back })).json<Account>().limits).toEqual({
      ...limits,
      weight: 1,
      requestsPerSecond: null,
      requestBurst: null,
    });

    expect((await send("GET", "/v1/account", { key: key.key })).statusCode).toBe(200);
    await asAdmin("PATCH", url, { disabled: true });
    await expect
      .poll(async () => (await send("GET", "/v1/account", { key: key.key })).json().code, { timeout: 1000 })
      .toBe("account_disabled");
    await asAdmin("PATCH", url, { disabled: false });
    await expect
      .poll(async () => (await send("GET", "/v1/account", { key: key.key })).statusCode, { timeout: 1000 })
      .toBe(200);

    expect((await asAdmin("DELETE", url)).statusCode).toBe(204);
    await expect
      .poll(async () => (await send("GET", "/v1/account", { key: key.key })).json().code, { timeout: 1000 })
      .toBe("key_invalid");
    for (const method of ["GET", "DELETE"] as const)
      expect((await asAdmin(method, url)).json()).toMatchObject({ code: "tenant_not_found" });
    expect((await asAdmin("PATCH", url, { name: "x" })).statusCode).toBe(404);
  });

  test("lists all of them, page by page", async () => {
    const own = await startTestApi({ accounts: {} });
    try {
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.push((await signUp(own)).account.id);
      const seen: string[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
        const page = await sendTo(own, "GET", `/v1/admin/tenants?limit=2${query}`, { key: ADMIN_KEY });
        const { tenants, cursor: next } = page.json<{ tenants: Account[]; cursor: string | null }>();
        seen.push(...tenants.map(({ id }) => id));
        cursor = next;
      }
      expect(seen).toEqual(ids);
    } finally {
      await own.stop();
    }
  });

  test("grants credits, each grant once, and takes back what is there", async () => {
    const { account } = await signUp();
    const grant = (amount: number, headers = {}) =>
      asAdmin("POST", `/v1/admin/tenants/${account.id}/credits`, { amount }, headers);
    const headers = { "idempotency-key": "invoice-7" };
    for (let times = 0; times < 3; times++)
      expect((await grant(100, headers)).json<Account>().credits).toMatchObject({
        granted: 300,
        available: 300,
      });
    expect((await grant(-300)).json<Account>().credits).toMatchObject({ granted: 0, available: 0 });
    expect((await grant(-1)).json()).toMatchObject({ code: "credits_too_few" });
    expect((await grant(1, { "idempotency-key": "" })).statusCode).toBe(422);
    const { account: free } = (await asAdmin("POST", "/v1/admin/tenants")).json<NewAccount>();
    const unlimited = await asAdmin("POST", `/v1/admin/tenants/${free.id}/credits`, { amount: 1 });
    expect([unlimited.statusCode, unlimited.json().code]).toEqual([409, "credits_unlimited"]);
  });

  test("gives and takes keys", async () => {
    const { account, key } = await signUp();
    const url = `/v1/admin/tenants/${account.id}/keys`;
    const issued = (await asAdmin("POST", url, { name: "replacement" })).json<IssuedKey>();
    expect((await asAdmin("GET", url)).json().keys).toHaveLength(2);
    expect((await asAdmin("DELETE", `${url}/${key.id}`)).statusCode).toBe(204);
    expect((await asAdmin("DELETE", `${url}/${key.id}`)).json()).toMatchObject({ code: "key_not_found" });
    expect((await send("GET", "/v1/account", { key: issued.key })).statusCode).toBe(200);
    expect((await asAdmin("DELETE", `${url}/${issued.id}`)).statusCode).toBe(204);
  });
});

test("the operator drains a worker and lets it go on", async () => {
  const own = await startTestApi();
  const asAdmin = (method: Method, url: string) => sendTo(own, method, url, { key: ADMIN_KEY });
  try {
    await own.report({});
    expect((await asAdmin("GET", "/v1/admin/workers")).json().workers).toMatchObject([
      { id: "w:1", ready: true, draining: false, sandboxes: [{ id: "s1" }] },
    ]);
    expect((await asAdmin("POST", "/v1/admin/workers/w%3A1/drain")).json()).toEqual({
      id: "w:1",
      drains: true,
    });
    expect((await asAdmin("POST", "/v1/admin/workers/w/undrain")).json()).toEqual({
      id: "w:1",
      drains: false,
    });
    const unknown = await asAdmin("POST", "/v1/admin/workers/x/drain");
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, "worker_not_found"]);
    expect((await sendTo(own, "POST", "/v1/admin/workers/w/drain")).statusCode).toBe(401);
  } finally {
    await own.stop();
  }
});

test("the operator looks at dead letters, retries and drops them", async () => {
  const own = await startTestApi();
  const asAdmin = (method: Method, url: string) => sendTo(own, method, url, { key: ADMIN_KEY });
  try {
    const dead: string[] = [];
    for (let i = 0; i < 3; i++) {
      const body = { ...hello, metadata: { number: String(i) } };
      dead.unshift((await sendTo(own, "POST", "/v1/executions", { body })).json().id);
    }
    await own.giveUpAll();
    const first = (await asAdmin("GET", "/v1/admin/dead-letters?limit=2")).json();
    const second = (await asAdmin("GET", `/v1/admin/dead-letters?limit=2&cursor=${first.cursor}`)).json();
    const listed = [...first.deadLetters, ...second.deadLetters];
    expect(listed.map(({ id }) => id).sort()).toEqual([...dead].sort());
    expect(second.cursor).toBeNull();
    expect(listed[0]).toMatchObject({
      tenant: "local",
      language: { id: "python" },
      reason: "the sandbox was lost",
      attempts: 3,
    });
    const [one, two] = dead;
    const shown = (await asAdmin("GET", `/v1/admin/dead-letters/${one}`)).json();
    expect(shown.request).toMatchObject({ ...hello, metadata: { number: "2" } });

    expect((await asAdmin("POST", `/v1/admin/dead-letters/${one}/retry`)).statusCode).toBe(204);
    expect((await asAdmin("DELETE", `/v1/admin/dead-letters/${two}`)).statusCode).toBe(204);
    own.work();
    expect((await sendTo(own, "GET", `/v1/executions/${one}?wait=10`)).json()).toMatchObject({
      outcome: "accepted",
    });
    expect((await sendTo(own, "GET", `/v1/executions/${two}`)).json()).toMatchObject({
      outcome: "internal_error",
    });
    for (const id of [one, two, "nonsense"]) {
      const url = `/v1/admin/dead-letters/${id}`;
      for (const gone of [
        await asAdmin("GET", url),
        await asAdmin("DELETE", url),
        await asAdmin("POST", `${url}/retry`),
      ])
        expect([gone.statusCode, gone.json().code]).toEqual([404, "dead_letter_not_found"]);
    }
    expect((await asAdmin("GET", "/v1/admin/dead-letters?cursor=nonsense")).statusCode).toBe(200);
    expect((await sendTo(own, "GET", "/v1/admin/dead-letters")).statusCode).toBe(401);
  } finally {
    await own.stop();
  }
}, 20_000);

describe("an open service", () => {
  test("has one account and no keys, and its administration is closed all the same", async () => {
    const own = await startTestApi();
    try {
      const account = await sendTo(own, "GET", "/v1/account");
      expect(account.json()).toMatchObject({ id: "local", credits: null });
      for (const [method, url] of [
        ["POST", "/v1/accounts"],
        ["GET", "/v1/account/keys"],
        ["POST", "/v1/account/keys"],
        ["DELETE", "/v1/account/keys/x"],
      ] as const)
        expect((await sendTo(own, method, url)).json()).toMatchObject({ code: "accounts_off" });
      expect((await sendTo(own, "GET", "/v1/admin/tenants")).statusCode).toBe(401);
      expect((await sendTo(own, "GET", "/v1/admin/tenants", { key: "x" })).statusCode).toBe(401);
      const asAdmin = await sendTo(own, "GET", "/v1/admin/tenants", { key: ADMIN_KEY });
      expect(asAdmin.json()).toMatchObject({ code: "accounts_off" });
      // A client may send a key to a service that needs none.
      expect((await sendTo(own, "GET", "/v1/executions", { key: "x" })).statusCode).toBe(200);
    } finally {
      await own.stop();
    }
  });
});

test("without Redis a key that is not known says to come back", async () => {
  const own = await startTestApi({ accounts: {} });
  try {
    const { key } = await signUp(own);
    await own.killRedis();
    const response = await sendTo(own, "GET", "/v1/account", { key: key.key });
    expect([response.statusCode, response.json().code]).toEqual([503, "unavailable"]);
  } finally {
    await own.stop();
  }
}, 20_000);
