import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deliveries, Execution, WebhookSecret } from "@neuron/contract";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createInstance, type Instance } from "./instance.js";

/** A receiver with a certificate of an authority that only this instance knows, as a company's own would be. */
interface Receiver {
  readonly url: string;
  readonly got: { readonly headers: Record<string, string>; readonly body: string }[];
  answers: boolean;
  stop(): void;
}

let folder: string;
let neuron: Instance;
let receiver: Receiver;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "neuron-hooks-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  execFileSync(
    "openssl",
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout ${key} -out ${cert} -subj /CN=localhost -addext subjectAltName=DNS:localhost`.split(
      " ",
    ),
    { stdio: "ignore" },
  );
  receiver = await receive(readFileSync(key, "utf8"), readFileSync(cert, "utf8"));
  neuron = await createInstance({ NEURON_WEBHOOK_ALLOW: "127.0.0.0/8,::1", NODE_EXTRA_CA_CERTS: cert });
  execFileSync("chmod", ["-R", "a+rX", folder]);
  await neuron.up();
});
afterAll(async () => {
  await neuron.remove();
  receiver.stop();
  rmSync(folder, { recursive: true });
});

const receive = async (key: string, cert: string): Promise<Receiver> => {
  const got: { headers: Record<string, string>; body: string }[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => undefined);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      got.push({
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString(),
      });
      if (self.answers) response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const self: Receiver = {
    url: `https://localhost:${(server.address() as AddressInfo).port}/hook`,
    got,
    answers: true,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return self;
};

const deliveriesOf = async (id: string): Promise<Deliveries> =>
  (await (await neuron.fetch(`/v1/executions/${id}/deliveries`)).json()) as Deliveries;

const delivered = (id: string, timeout: number): Promise<void> =>
  vi.waitFor(async () => expect(await deliveriesOf(id)).toMatchObject({ status: "delivered" }), { timeout });

const run = (text: string): Promise<Execution> =>
  neuron.run({ language: "python", source: `print(${JSON.stringify(text)})`, callbackUrl: receiver.url });

test("a finished execution is delivered, by TLS, signed", async () => {
  const execution = await run("ü");
  await delivered(execution.id, 20_000);
  const [request] = receiver.got;
  const { secret } = (await (await neuron.fetch("/v1/account/webhook-secret")).json()) as WebhookSecret;
  expect(new Webhook(secret).verify(request?.body ?? "", request?.headers ?? {})).toEqual(execution);
  expect(execution.run?.stdout).toBe("ü\n");
});

test("who sends is not root", async () => {
  const status = readFileSync(`/proc/${neuron.pidOf("webhooks")}/status`, "utf8");
  expect(/^Uid:\s+(.*)$/m.exec(status)?.[1]?.split("\t")).toEqual(["64205", "64205", "64205", "64205"]);
  expect(/^CapEff:\s+(.*)$/m.exec(status)?.[1]).toBe("0000000000000000");
});

test("one that is killed in the middle of a delivery loses nothing", async () => {
  receiver.answers = false;
  receiver.got.length = 0;
  const { id } = await run("again");
  await vi.waitFor(() => expect(receiver.got).toHaveLength(1), { timeout: 10_000 });
  process.kill(neuron.pidOf("webhooks"), "SIGKILL");
  receiver.answers = true;
  // Others are not held up meanwhile.
  const other = await run("other");
  await delivered(other.id, 15_000);
  await delivered(id, 60_000);
  const { attempts } = await deliveriesOf(id);
  expect(attempts.map(({ error }) => error)).toEqual(["interrupted", null]);
  const mine = receiver.got.filter(({ headers }) => headers["webhook-id"] === id);
  expect(mine).toHaveLength(2);
  expect(mine[0]?.body).toBe(mine[1]?.body);
}, 120_000);
