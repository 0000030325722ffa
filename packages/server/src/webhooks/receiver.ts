import http, { type IncomingHttpHeaders, type RequestListener } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";

/** A receiver of webhooks for tests, which answers as it is told and keeps what came. */
export interface Receiver {
  readonly port: number;
  readonly requests: readonly {
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  }[];
  stop(): Promise<void>;
}

export interface ReceiverOptions {
  readonly host?: string;
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
}

export const startReceiver = async (
  answer: RequestListener,
  { host = "127.0.0.1", port = 0, tls }: ReceiverOptions = {},
): Promise<Receiver> => {
  const requests: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests.push({
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      answer(request, response);
    });
    request.on("error", () => undefined);
  };
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
