import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parseCidrs } from "../platform/cidr.js";
import { createAddressPolicy } from "./address-policy.js";
import { type AttemptOptions, attemptDelivery } from "./attempt.js";
import { type Receiver, startReceiver } from "./receiver.js";
import { createResolver } from "./resolver.js";

/** Loopback is opened by one address, on which a receiver listens. Everything else is as in production. */
const policy = createAddressPolicy(parseCidrs("127.0.0.1") ?? []);
const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.stop();
});

const receive = async (...args: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const receiver = await startReceiver(...args);
  open.push(receiver);
  return receiver;
};

/** A server below HTTP. */
const listen = async (onConnection: Parameters<typeof createServer>[1]): Promise<number> => {
  const server: Server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({ stop: () => new Promise((resolve) => server.close(() => resolve())) });
  return (server.address() as { port: number }).port;
};

const attempt = (url: string, given: Partial<AttemptOptions> = {}) =>
  attemptDelivery(url, { "x-test": "1" }, '{"ü":1}', {
    policy,
    resolve: createResolver(),
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...given,
  });

describe("an attempt", () => {
  it("posts the body", async () => {
    const receiver = await receive((_request, response) => response.writeHead(204).end());
    expect(await attempt(`http://127.0.0.1:${receiver.port}/a?b=c`)).toEqual({
      httpStatus: 204,
      error: null,
      retryAfterMs: 0,
    });
    expect(receiver.requests).toMatchObject([
      {
        url: "/a?b=c",
        body: '{"ü":1}',
        headers: { "x-test": "1", "content-length": "8", connection: "close" },
      },
    ]);
  });

  it.each([
    [200, null],
    [299, null],
    [301, "redirect"],
    [404, "status"],
    [410, "gone"],
    [500, "status"],
  ])("judges %d", async (status, error) => {
    const receiver = await receive((_request, response) => response.writeHead(status).end("x"));
    expect(await attempt(`http://127.0.0.1:${receiver.port}/`)).toMatchObject({ httpStatus: status, error });
  });

  it("hears when to come back", async () => {
    const receiver = await receive((_request, response) =>
      response.writeHead(503, { "retry-after": "7" }).end(),
    );
    expect(await attempt(`http://127.0.0.1:${receiver.port}/`)).toMatchObject({ retryAfterMs: 7000 });
  });

  it("goes to no redirect, wherever it leads", async () => {
    const inner = await receive((_request, response) => response.end("secret"));
    for (const location of ["http://169.254.169.254/latest/meta-data/", `http://127.0.0.1:${inner.port}/`]) {
      const receiver = await receive((_request, response) => response.writeHead(307, { location }).end());
      expect(await attempt(`http://127.0.0.1:${receiver.port}/`)).toMatchObject({ error: "redirect" });
      expect(receiver.requests).toHaveLength(1);
    }
    expect(inner.requests).toHaveLength(0);
  });

  it("reads no more of an answer than it must", async () => {
    let sent = 0;
    const receiver = await receive((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && sent < 500_000_000) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536))) break;
        }
      };
      response.on("drain", more);
      more();
    });
    expect(await attempt(`http://127.0.0.1:${receiver.port}/`)).toMatchObject({
      httpStatus: 200,
      error: null,
    });
    expect(sent).toBeLessThan(50_000_000);
  });
});

describe("an attempt that gets no answer", () => {
  it("ends at its time where nothing is said", async () => {
    const port = await listen((socket) => socket.on("error", () => undefined).resume());
    const from = performance.now();
    expect(await attempt(`http://127.0.0.1:${port}/`, { timeoutMs: 300 })).toMatchObject({
      httpStatus: null,
      error: "timeout",
    });
    expect(performance.now() - from).toBeLessThan(3000);
  });

  it("ends at its time where one byte comes after the other", async () => {
    const port = await listen((socket) => {
      const timer = setInterval(() => socket.write("H"), 20);
      socket.on("error", () => undefined).on("close", () => clearInterval(timer));
      socket.write("HTTP/1.1 200 OK\r\nX-Long: ");
    });
    expect(await attempt(`http://127.0.0.1:${port}/`, { timeoutMs: 300 })).toMatchObject({
      error: "timeout",
    });
  });

  it("ends at its time where the name's servers are silent", async () => {
    const silent = () => new Promise<never>(() => undefined);
    expect(await attempt("http://slow.example/", { resolve: silent, timeoutMs: 200 })).toMatchObject({
      error: "timeout",
    });
  });

  it("names what went wrong", async () => {
    const closed = await listen(() => undefined);
    await open.pop()?.stop();
    expect(await attempt(`http://127.0.0.1:${closed}/`)).toMatchObject({ error: "connect" });
    const rude = await listen((socket) => socket.on("error", () => undefined).destroy());
    expect(await attempt(`http://127.0.0.1:${rude}/`)).toMatchObject({ error: "connection_lost" });
    const strange = await listen((socket) =>
      socket
        .on("error", () => undefined)
        .resume()
        .end("220 mail.example ESMTP\r\n"),
    );
    expect(await attempt(`http://127.0.0.1:${strange}/`)).toMatchObject({ error: "bad_answer" });
    const plain = await receive((_request, response) => response.end());
    expect(await attempt(`https://127.0.0.1:${plain.port}/`)).toMatchObject({ error: "tls" });
    const unknown = () => Promise.reject(new Error("ENOTFOUND"));
    expect(await attempt("http://nowhere.example/", { resolve: unknown })).toMatchObject({ error: "dns" });
  });

  it("ends when the service stops", async () => {
    const port = await listen((socket) => socket.on("error", () => undefined).resume());
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("stopping")), 50);
    await expect(attempt(`http://127.0.0.1:${port}/`, { signal: stop.signal })).rejects.toThrow("stopping");
  });
});

describe("where an attempt may lead", () => {
  it("connects to no address that is not allowed, whatever the name says", async () => {
    const receiver = await receive((_request, response) => response.end(), { host: "127.0.0.2" });
    for (const address of ["127.0.0.2", "::ffff:127.0.0.2", "::1", "169.254.169.254", "0.0.0.0"]) {
      expect(
        await attempt(`http://evil.example:${receiver.port}/`, { resolve: async () => [address] }),
        address,
      ).toEqual({ httpStatus: null, error: "address_not_allowed", retryAfterMs: 0 });
    }
    expect(await attempt(`http://127.0.0.2:${receiver.port}/`)).toMatchObject({
      error: "address_not_allowed",
    });
    expect(receiver.requests).toHaveLength(0);
  });

  it("connects only to those addresses of a name that are allowed", async () => {
    const inner = await receive((_request, response) => response.end(), { host: "127.0.0.2" });
    const outer = await receive((_request, response) => response.end(), { port: inner.port });
    const resolve = async () => ["127.0.0.2", "::1", "127.0.0.1"];
    expect(await attempt(`http://both.example:${inner.port}/`, { resolve })).toMatchObject({ error: null });
    expect([inner.requests.length, outer.requests.length]).toEqual([0, 1]);
  });

  it("looks a name up once, and connects to what was checked", async () => {
    const inner = await receive((_request, response) => response.end(), { host: "127.0.0.2" });
    const outer = await receive((_request, response) => response.end(), { port: inner.port });
    let asked = 0;
    // Changes its mind between the check and the connection.
    const rebinding = async () => [asked++ === 0 ? "127.0.0.1" : "127.0.0.2"];
    expect(await attempt(`http://rebind.example:${inner.port}/`, { resolve: rebinding })).toMatchObject({
      error: null,
    });
    expect(asked).toBe(1);
    expect(await attempt(`http://rebind.example:${inner.port}/`, { resolve: rebinding })).toMatchObject({
      error: "address_not_allowed",
    });
    expect([inner.requests.length, outer.requests.length]).toEqual([0, 1]);
    expect(outer.requests[0]?.headers.host).toBe(`rebind.example:${inner.port}`);
  });

  it("tries the next address where one does not answer", async () => {
    const receiver = await receive((_request, response) => response.end());
    const wide = createAddressPolicy(parseCidrs("127.0.0.0/8") ?? []);
    const resolve = async () => ["127.0.0.9", "127.0.0.1"];
    expect(await attempt(`http://two.example:${receiver.port}/`, { resolve, policy: wide })).toMatchObject({
      error: null,
    });
  });

  it("wants a certificate for the name that it was given", async () => {
    const folder = mkdtempSync(join(tmpdir(), "neuron-tls-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const args = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "2",
    ];
    execFileSync(
      "openssl",
      [
        ...args,
        "-keyout",
        key,
        "-out",
        cert,
        "-subj",
        "/CN=hook.example",
        "-addext",
        "subjectAltName=DNS:hook.example",
      ],
      { stdio: "ignore" },
    );
    const pair = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
    rmSync(folder, { recursive: true });
    const receiver = await receive((_request, response) => response.end(), { tls: pair });
    const resolve = async () => ["127.0.0.1"];
    // Nobody has signed it.
    expect(await attempt(`https://hook.example:${receiver.port}/`, { resolve })).toMatchObject({
      error: "tls",
    });
    expect(receiver.requests).toHaveLength(0);
  });
});

describe("the resolver", () => {
  it("knows loopback and the hosts file, and says when there is nothing", async () => {
    const resolve = createResolver();
    expect(await resolve("localhost")).toContain("127.0.0.1");
    expect(await resolve("some.localhost")).toContain("127.0.0.1");
  });
});
