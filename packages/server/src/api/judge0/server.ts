import { once } from "node:events";
import { createServer } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Door } from "../door.js";
import { JUDGE0_PATH } from "./path.js";

export interface Judge0Server {
  listen(address: { readonly host: string; readonly port: number; readonly backlog: number }): Promise<void>;
  /** Takes no new connection; resolves when the last one has ended. */
  close(): Promise<void>;
  cutOff(): void;
}

/** A second way in, for clients that cannot be told of a path: everything that comes here is below it. */
export const createJudge0Server = (app: FastifyInstance, door: Door): Judge0Server => {
  const { requestTimeout, keepAliveTimeout } = app.server;
  const server = createServer({ requestTimeout, keepAliveTimeout }, (request, response) => {
    // An absolute address (`GET http://host/path`) is not one of ours.
    request.url = JUDGE0_PATH + (request.url?.startsWith("/") ? request.url : "/nowhere");
    app.routing(request, response);
  });
  door.standBefore(server);
  return {
    async listen({ host, port, backlog }) {
      server.listen({ host: host.replace(/^\[|\]$/g, ""), port, backlog });
      await once(server, "listening");
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await closed;
    },
    cutOff() {
      server.closeAllConnections();
    },
  };
};
