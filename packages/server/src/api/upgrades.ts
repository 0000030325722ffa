import { type IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { ATTACH_PROTOCOL } from "@neuron/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type WebSocket, WebSocketServer } from "ws";
import { answerRaw } from "./errors.js";
import { ProblemError } from "./problem-error.js";

/** A client that has so much to read is told nothing that it can do without. */
const MOST_UNREAD_BYTES = 65_536;

/** Connections that change from HTTP to WebSocket. */
export interface Upgrades {
  /** Whether the client has asked for it. */
  isAsked(request: FastifyRequest): boolean;
  /**
   * From the route's handler, after everything has been checked: takes the connection over. One that sends more than
   * `maxMessageBytes` at once is closed.
   */
  accept(request: FastifyRequest, reply: FastifyReply, maxMessageBytes: number): Promise<WebSocket>;
}

/**
 * Sends requests to upgrade through the router like all others, so that the same hooks let them pass and the same problems
 * say why not. One that no route accepts is answered, and its connection closed.
 */
export const createUpgrades = (app: FastifyInstance): Upgrades => {
  const servers = new Map<number, WebSocketServer>();
  const serverFor = (maxMessageBytes: number): WebSocketServer => {
    const server = servers.get(maxMessageBytes) ?? createServer(maxMessageBytes);
    servers.set(maxMessageBytes, server);
    return server;
  };
  const asked = new WeakMap<IncomingMessage, { readonly socket: Duplex; readonly head: Buffer }>();

  app.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    // Of another request the body would not be read any more.
    if (request.method !== "GET" || request.headers.upgrade?.toLowerCase() !== "websocket") {
      answerRaw(
        new ProblemError("malformed_request", { detail: "Only WebSockets are upgraded to, by GET." }),
        socket,
      );
      return;
    }
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Parameters<ServerResponse["assignSocket"]>[0]);
    response.once("finish", () => socket.end());
    asked.set(request, { socket, head });
    app.routing(request, response);
  });

  return {
    isAsked: (request) => asked.has(request.raw),
    accept(request, reply, maxMessageBytes) {
      const connection = asked.get(request.raw);
      if (!connection) throw new Error("The client has not asked for an upgrade.");
      reply.hijack();
      const { socket, head } = connection;
      reply.raw.detachSocket(socket as Parameters<ServerResponse["detachSocket"]>[0]);
      return new Promise((resolve, reject) => {
        // A malformed handshake is answered by the library, which closes the connection.
        socket.once("close", () => reject(new Error("The client has left.")));
        serverFor(maxMessageBytes).handleUpgrade(request.raw, socket, head, (upgraded) => {
          // Of a broken or too large frame: the library closes the connection, and that is heard.
          upgraded.on("error", () => {});
          // One that asks and does not read is not answered: the answers would be kept here.
          upgraded.on("ping", (data) => {
            if (upgraded.bufferedAmount < MOST_UNREAD_BYTES) upgraded.pong(data);
          });
          resolve(upgraded);
        });
      });
    },
  };
};

const createServer = (maxPayload: number): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload,
    // A window per connection costs more memory than the rest of it.
    perMessageDeflate: false,
    autoPong: false,
    // Never the key that a browser puts beside it.
    handleProtocols: (offered) => (offered.has(ATTACH_PROTOCOL) ? ATTACH_PROTOCOL : false),
  });
