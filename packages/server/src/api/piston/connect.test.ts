import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ACCEPTED, ADMIN_KEY, startTestApi, type TestApi } from "../test-api.js";
import { connect, type PistonConnection } from "./test-connection.js";

let service: TestApi;
let url: string;
beforeAll(async () => {
  service = await startTestApi();
  url = (await service.api.start()).url;
  service.work();
});
afterAll(() => service.stop());

const INIT = { type: "init", language: "python", version: "3.10.0", files: [{ content: "print(1)" }] };

/** What it says, and how it is closed, once these messages were sent. */
const after = async (...messages: unknown[]): Promise<{ heard: readonly object[]; closed: object }> => {
  const connection = await connect(url);
  for (const message of messages) connection.say(message);
  const closed = await connection.closed;
  return { heard: connection.heard, closed };
};
const ERROR = { code: 4002, reason: "Notified Error" };

test("a program from its first message to its last", async () => {
  expect(await after({ ...INIT, stdin: "not read" })).toEqual({
    heard: [
      { type: "runtime", language: "python", version: "3.13.5" },
      { type: "stage", stage: "run" },
      { type: "data", stream: "stdout", data: "1\n" },
      { type: "exit", stage: "run", code: 0, signal: null },
    ],
    closed: { code: 4999, reason: "Job Completed" },
  });
  const { request } = service.leases.at(-1)?.job ?? {};
  expect(request).toMatchObject({
    ...{ language: "python", source: "print(1)", interactive: true },
    session: { timeMs: 3000 },
    limits: { cpuTimeMs: 3000, outputBytes: 65_536 },
  });
  expect(request?.stdin).toBeUndefined();
});

test("also where the hosted service has it, and with a slash at its end", async () => {
  for (const path of ["/api/v2/piston/connect", "/api/v2/connect/"]) {
    const connection = await connect(url, {}, path);
    connection.say(INIT);
    expect(await connection.closed).toMatchObject({ code: 4999 });
  }
});

test("who says nothing is not waited for", async () => {
  expect(await after()).toEqual({ heard: [], closed: { code: 4001, reason: "Initialization Timeout" } });
});

describe("what is wrong with the first message is said", () => {
  test.each([
    [{ type: "init" }, "language is required as a string"],
    [{ ...INIT, version: "" }, "version is required as a string"],
    [{ ...INIT, language: "cobol" }, "cobol-3.10.0 runtime is unknown"],
    [{ ...INIT, run_timeout: 5000 }, "run_timeout cannot exceed the configured limit of 3000"],
    [{ ...INIT, files: [{ content: "", name: "../x" }] }, /^files\[0\]\.name has a part/],
    ["{", /JSON/],
  ])("%j", async (message, said) => {
    const { heard, closed } = await after(message);
    expect(heard).toEqual([
      { type: "error", message: typeof said === "string" ? said : expect.stringMatching(said) },
    ]);
    expect(closed).toEqual(ERROR);
  });
});

describe("what must not be said", () => {
  const before = (...messages: unknown[]) => after(...messages).then(({ closed }) => closed);

  test("before the first message", async () => {
    const NOT_YET = { code: 4003, reason: "Not yet initialized" };
    expect(await before({ type: "data", stream: "stdin", data: "x" })).toEqual(NOT_YET);
    expect(await before({ type: "signal", signal: "SIGINT" })).toEqual(NOT_YET);
  });

  test.each([
    [INIT, { code: 4000, reason: "Already Initialized" }],
    [
      { type: "data", stream: "stdout", data: "x" },
      { code: 4004, reason: "Can only write to stdin" },
    ],
    [
      { type: "data", stream: "stdin", data: 1 },
      { code: 4004, reason: "Can only write to stdin" },
    ],
    [
      { type: "signal", signal: "SIGNONE" },
      { code: 4005, reason: "Invalid signal" },
    ],
    [
      { type: "signal", signal: 2 },
      { code: 4005, reason: "Invalid signal" },
    ],
    [
      { type: "signal", signal: "constructor" },
      { code: 4005, reason: "Invalid signal" },
    ],
    ["{", ERROR],
  ])("afterwards: %j", async (message, closed) => {
    expect(await before(INIT, message)).toEqual(closed);
  });

  test("what is unknown is passed over", async () => {
    expect(await before({ type: "constructor" }, [], 1, null, INIT)).toMatchObject({ code: 4999 });
  });
});

test("a message beyond what a body may have ends it", async () => {
  expect(await after(JSON.stringify({ ...INIT, x: "a".repeat(4_194_304) }))).toMatchObject({
    closed: { code: 1009 },
  });
});

test("what ends for the service's sake is an error", async () => {
  const other = await startTestApi();
  try {
    other.work(() => ({ ...ACCEPTED, outcome: "internal_error", run: null }));
    const connection = await connect((await other.api.start()).url);
    connection.say(INIT);
    expect(await connection.closed).toEqual(ERROR);
    expect(connection.heard.at(-1)).toEqual({ type: "error", message: "The service failed to run it." });
  } finally {
    await other.stop();
  }
});

test("a service that stops says so, also to who has said nothing yet", async () => {
  const stopping = await startTestApi();
  try {
    const connection = await connect((await stopping.api.start()).url);
    await stopping.api.stop(1000);
    expect(await connection.closed).toEqual({ code: 1001, reason: "The service is stopping" });
  } finally {
    await stopping.stop();
  }
});

test("whoever leaves takes the program along, also while it waits", async () => {
  const waiting = await startTestApi();
  try {
    const leave = async (how: (connection: PistonConnection) => void): Promise<unknown> => {
      const connection = await connect((await waiting.api.start()).url);
      connection.say(INIT);
      const id = await waiting.firstQueued();
      how(connection);
      await connection.closed;
      const look = async () => (await waiting.api.app.inject(`/v1/executions/${id}`)).json();
      await expect.poll(async () => (await look()).status, { timeout: 10_000 }).toBe("finished");
      return (await look()).outcome;
    };
    expect(await leave(({ socket }) => socket.terminate())).toBe("cancelled");
    expect(await leave((connection) => connection.say(INIT))).toBe("cancelled");
  } finally {
    await waiting.stop();
  }
});

test("a plain request finds nothing, and other sites' pages are refused", async () => {
  const plain = await service.api.app.inject("/api/v2/connect");
  expect([plain.statusCode, plain.json()]).toEqual([404, { message: "Not Found" }]);
  expect(await refusal(url, { origin: "https://evil.example" })).toBe(403);
});

describe("with accounts", () => {
  let own: TestApi;
  let ownUrl: string;
  beforeAll(async () => {
    own = await startTestApi({ accounts: {} });
    own.work();
    ownUrl = (await own.api.start()).url;
  });
  afterAll(() => own.stop());

  test("a key is needed: as it is, after Bearer, or beside the protocol", async () => {
    const { key } = (
      await own.api.app.inject({
        method: "POST",
        url: "/v1/admin/tenants",
        headers: { authorization: `Bearer ${ADMIN_KEY}` },
        payload: { credits: 2 },
      })
    ).json<{ key: { key: string } }>().key;
    expect(await refusal(ownUrl, {})).toBe(401);
    expect(await refusal(ownUrl, { authorization: "nrn_wrong" })).toBe(401);
    for (const authorization of [key, `Bearer ${key}`]) {
      const connection = await connect(ownUrl, { headers: { authorization } });
      connection.say(INIT);
      expect(await connection.closed).toMatchObject({ code: 4999 });
    }
    const poor = await connect(ownUrl, { headers: { authorization: key } });
    poor.say(INIT);
    expect(await poor.closed).toEqual(ERROR);
    expect(poor.heard).toEqual([{ type: "error", message: expect.stringContaining("credit") }]);
  });
});

/** The status that a connection is refused with. */
const refusal = (at: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${at.replace(/^http/, "ws")}/api/v2/connect`, { headers });
    socket.on("unexpected-response", (_request, response) => {
      response.resume();
      resolve(response.statusCode);
    });
    socket.on("open", () => {
      socket.terminate();
      reject(new Error("It was let in."));
    });
    socket.on("error", () => undefined);
  });
