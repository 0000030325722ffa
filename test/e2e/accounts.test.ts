import { spawn } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Account, Execution, IssuedKey, NewAccount } from "@neuron/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createInstance, type Instance } from "./instance.js";

const NEURON = fileURLToPath(new URL("../../bin/neuron.mjs", import.meta.url));

let service: Instance;
beforeAll(async () => {
  service = await createInstance({ NEURON_ACCOUNTS: "1", NEURON_SIGN_UP: "1", NEURON_POOL_SIZE: "2" });
  await service.up();
}, 600_000);
afterAll(() => service.remove(), 60_000);

interface Told {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `neuron admin ...`, on the machine of the service. */
const admin = async (...args: string[]): Promise<Told> => {
  const child = spawn(process.execPath, [NEURON, "admin", ...args], {
    env: { ...process.env, NEURON_DATA_DIR: service.dataDir, NEURON_URL: service.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
};

const adminJson = async <T>(...args: string[]): Promise<T> => {
  const { code, out, err } = await admin(...args, "--json");
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out) as T;
};

const run = (key: string, source = "print(6 * 7)") =>
  service.fetch("/v1/executions?wait=30", {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ language: "python", source }),
  });

const creditsOf = async (id: string) => (await adminJson<Account>("tenants", "show", id)).credits;

test("the admin key is for root, and shown by the command line", async () => {
  const file = join(service.dataDir, "admin-key");
  expect(statSync(file)).toMatchObject({
    uid: 0,
    mode: expect.toSatisfy((mode) => (mode & 0o777) === 0o600),
  });
  expect((await admin("key")).out).toBe(readFileSync(file, "utf8"));
});

test("without a key nothing runs", async () => {
  expect((await run("nrn_nonsense")).status).toBe(401);
  expect((await service.fetch("/v1/stats")).status).toBe(401);
  expect((await service.fetch("/readyz")).status).toBe(200);
});

test("who signs up runs with the key, and spends credits", async () => {
  const signedUp = await service.fetch("/v1/accounts", { method: "POST" });
  const { account, key } = (await signedUp.json()) as NewAccount;
  const execution = (await (await run(key.key)).json()) as Execution;
  expect(execution.run?.stdout).toBe("42\n");
  expect(await creditsOf(account.id)).toEqual({ granted: 200, available: 199, reserved: 0, spent: 1 });
});

test("a tenant that the operator makes runs until its credits are gone, and again after a grant", async () => {
  const { account, key } = await adminJson<NewAccount>(
    "tenants",
    "create",
    "--name",
    "Course",
    "--credits",
    "1",
  );
  expect((await run(key.key)).status).toBe(200);
  const refused = await run(key.key);
  expect([refused.status, await refused.json()]).toMatchObject([402, { code: "no_credits" }]);
  await adminJson("credits", "grant", account.id, "5", "--operation", "a");
  await adminJson("credits", "grant", account.id, "5", "--operation", "a");
  expect((await run(key.key)).status).toBe(200);
  expect(await creditsOf(account.id)).toEqual({ granted: 6, available: 4, reserved: 0, spent: 2 });
  await adminJson("credits", "take", account.id, "4");
  expect(await creditsOf(account.id)).toMatchObject({ available: 0 });
  expect((await admin("credits", "take", account.id, "1")).code).toBe(1);
});

test("the tables say what there is, and what a command did", async () => {
  const { account } = await adminJson<NewAccount>("tenants", "create", "--name", "Two\u202ewords");
  const { id } = account;
  const list = await admin("tenants", "list");
  expect(list.out).toMatch(/^ID +NAME +CREDITS/);
  expect(list.out).toMatch(new RegExp(`^${id} +Two\\?words +no limit`, "m"));
  const set = await admin("tenants", "set", id, "--max-running", "2", "--weight", "default");
  expect(set.err).toBe("");
  expect(set.out).toMatch(/^running +0 of 2$/m);
  expect(await admin("tenants", "set", id)).toMatchObject({
    code: 1,
    err: expect.stringContaining("nothing to set"),
  });
  const { id: keyId } = await adminJson<IssuedKey>("keys", "create", id, "--name", "ci");
  expect((await admin("keys", "list", id)).out).toMatch(
    new RegExp(`^${keyId} +nrn_\\w{6} +ci .* never$`, "m"),
  );
  expect((await admin("keys", "revoke", id, keyId)).out).toBe(`${keyId} is revoked.\n`);
  expect((await admin("tenants", "disable", id)).out).toBe(`${id} is disabled.\n`);
  expect((await admin("tenants", "delete", id)).out).toBe(`${id} is deleted.\n`);
  expect(await admin("tenants", "show", id)).toMatchObject({
    code: 1,
    err: expect.stringContaining(`There is no tenant "${id}".`),
  });
  expect((await admin("pool")).out).toMatch(/^\d+ booting, \d+ warm/);
}, 60_000);

test("a worker is drained, and goes on", async () => {
  const list = await admin("workers", "list");
  const [, id = ""] = /^(\S+:\S+) +ready/m.exec(list.out) ?? [];
  expect((await admin("workers", "drain", id, "--wait")).out).toBe(`${id} runs nothing any more.\n`);
  const readiness = await service.fetch("/readyz");
  expect([readiness.status, await readiness.json()]).toMatchObject([503, { ready: false }]);
  expect((await admin("workers", "undrain", id)).out).toBe(`${id} takes executions again.\n`);
  await expect.poll(async () => (await service.fetch("/readyz")).status, { timeout: 20_000 }).toBe(200);
}, 60_000);

test("who has no key, or asks where nobody answers, is told what to do", async () => {
  expect(await admin("tenants", "list", "--key", "wrong")).toMatchObject({
    code: 1,
    err: expect.stringContaining("This is not the admin key."),
  });
  expect(await admin("tenants", "list", "--url", "http://127.0.0.1:59999")).toMatchObject({
    code: 1,
    err: expect.stringContaining("Nothing answers on http://127.0.0.1:59999"),
  });
  expect(await admin("tenants", "list", "--url", "ftp://x")).toMatchObject({
    code: 1,
    err: expect.stringContaining("no address of a service"),
  });
});
