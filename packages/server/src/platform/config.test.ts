import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ConfigError, readConfig } from "./config.js";
import { defaultPoolSize } from "./default-pool-size.js";

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig({ env });
  } catch (error) {
    return (error as ConfigError).problems;
  }
  return [];
};

describe("readConfig", () => {
  test("has the promised defaults and is frozen", () => {
    const config = readConfig({ env: {} });
    expect(config).toMatchObject({ host: "127.0.0.1", port: 4000, runtime: "runc", redisUrl: null });
    expect(config.stateDir).toBe(`/run/neuron/${config.instance}`);
    expect(Object.isFrozen(config)).toBe(true);
  });

  test("flags win over the environment, empty variables count as absent", () => {
    const env = { NEURON_PORT: "5000", NEURON_HOST: "", NEURON_SINGLE_USE: "true" };
    expect(readConfig({ env, flags: { port: "6000" } })).toMatchObject({
      port: 6000,
      host: "127.0.0.1",
      singleUse: true,
    });
  });

  test("names every wrong setting at once", () => {
    const problems = problemsOf({
      NEURON_PORT: "70000",
      NEURON_POOL_SIZE: "many",
      NEURON_REDIS_URL: "http://x",
    });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain("NEURON_PORT");
  });

  test("refuses to be open to others unless told so", () => {
    expect(problemsOf({ NEURON_HOST: "0.0.0.0" })[0]).toContain("NEURON_UNSAFE_OPEN");
    expect(problemsOf({ NEURON_HOST: "::" })[0]).toContain("NEURON_UNSAFE_OPEN");
    expect(problemsOf({ NEURON_HOST: "127.0.0.2" })).toEqual([]);
    expect(problemsOf({ NEURON_HOST: "0.0.0.0", NEURON_UNSAFE_OPEN: "1" })).toEqual([]);
    expect(problemsOf({ NEURON_HOST: "0.0.0.0", NEURON_ACCOUNTS: "1" })).toEqual([]);
  });

  test("signing up needs accounts", () => {
    expect(problemsOf({ NEURON_SIGN_UP: "1" })[0]).toContain("NEURON_ACCOUNTS");
    expect(problemsOf({ NEURON_SIGN_UP: "1", NEURON_ACCOUNTS: "1" })).toEqual([]);
  });

  test("each API has a port of its own", () => {
    expect(problemsOf({ NEURON_JUDGE0_PORT: "4000" })[0]).toContain("NEURON_PORT");
    expect(problemsOf({ NEURON_JUDGE0_PORT: "2358" })).toEqual([]);
  });

  test("interactive executions take half of the pool at most", () => {
    const bounds = (env: Record<string, string>) => {
      const { maxSessions, tenantMaxSessions } = readConfig({ env });
      return [maxSessions, tenantMaxSessions];
    };
    expect(bounds({ NEURON_POOL_SIZE: "50" })).toEqual([25, 25]);
    expect(bounds({ NEURON_POOL_SIZE: "1" })).toEqual([1, 1]);
    expect(bounds({ NEURON_POOL_SIZE: "50", NEURON_ACCOUNTS: "1" })).toEqual([25, 6]);
    expect(bounds({ NEURON_MAX_SESSIONS: "100", NEURON_TENANT_MAX_SESSIONS: "3" })).toEqual([100, 3]);
  });

  test("any page may use Judge0's API only where a token is needed", () => {
    const any = { NEURON_JUDGE0_ALLOW_ORIGIN: "*" };
    expect(problemsOf(any)[0]).toContain("NEURON_JUDGE0_AUTHN_TOKEN");
    expect(problemsOf({ ...any, NEURON_JUDGE0_AUTHN_TOKEN: "t" })).toEqual([]);
    expect(problemsOf({ ...any, NEURON_JUDGE0_AUTHN_TOKEN: " " })).toHaveLength(1);
    expect(problemsOf({ ...any, NEURON_ACCOUNTS: "1" })).toEqual([]);
    for (const [origins, problems] of [
      ["none", 0],
      ["https://a.example http://localhost:3000", 0],
      ["https://a.example/path", 1],
      ["a.example", 1],
      ["* https://a.example", 1],
    ] as const)
      expect(problemsOf({ NEURON_JUDGE0_ALLOW_ORIGIN: origins })).toHaveLength(problems);
  });

  test("a secret is not repeated when it is wrong", () => {
    const [problem] = problemsOf({ NEURON_ADMIN_KEY: "short-secret" });
    expect(problem).toContain("NEURON_ADMIN_KEY");
    expect(problem).not.toContain("short-secret");
  });

  test.each(["loopback", "10.0.0.0/8,127.0.0.1", "::1", "fd00::/8"])("%s is a proxy", (value) => {
    expect(problemsOf({ NEURON_TRUST_PROXY: value })).toEqual([]);
  });

  test.each(["1", "true", "proxy.example.com", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.0/", ","])(
    "%s is no proxy",
    (value) => {
      expect(problemsOf({ NEURON_TRUST_PROXY: value })).toHaveLength(1);
    },
  );

  test("one directory is one instance, through a link too", () => {
    const folder = mkdtempSync(join(tmpdir(), "neuron-config-"));
    try {
      symlinkSync(folder, join(folder, "link"));
      const direct = readConfig({ env: { NEURON_DATA_DIR: join(folder, "data") } });
      const linked = readConfig({ env: { NEURON_DATA_DIR: join(folder, "link", "data") } });
      expect(linked.instance).toBe(direct.instance);
      expect(readConfig({ env: { NEURON_DATA_DIR: folder } }).instance).not.toBe(direct.instance);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test("the default pool follows the memory", () => {
  const mib = 1024 * 1024;
  expect(defaultPoolSize(16_000 * mib)).toBe(50);
  expect(defaultPoolSize(240 * mib)).toBe(20);
  expect(defaultPoolSize(0)).toBe(2);
});
