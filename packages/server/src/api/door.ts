import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { createTurnstile } from "./turnstile.js";

/** Lets requests in that bring work. */
export interface Door {
  /** Calls `pass` at once, or when those before it are through. */
  enter(request: FastifyRequest, pass: () => void): void;
  /** Stands before another server of the same app, too, with the same turnstile. */
  standBefore(server: Server): void;
}

export interface DoorOptions {
  readonly server: Server;
  /** How long a connection may say nothing at first. */
  readonly silenceMs: number;
}

/** About 3 ms of work. */
const REQUESTS_PER_TURN = 16;
/** A thousand connections are accepted in about 60 ms. */
const MAX_HOLD_MS = 250;

/** P, as in POST, PUT and PATCH: a request that brings work. */
const BRINGS_WORK = 0x50;

/**
 * Stands before the HTTP parser. A new connection is only accepted and its first bytes read, which costs a third of
 * what the parser and the routes do; those that only ask go through at once, and those that bring work pass a turnstile
 * together with such requests on connections that are open already. So the health is answered while a thousand clients
 * stand in the kernel's queue before it and after it.
 *
 * A connection is silent -> held -> handed over, or gone (ended, failed, silent for too long, or the app closes).
 */
export const guardDoor = (app: FastifyInstance, { server, silenceMs }: DoorOptions): Door => {
  const turnstile = createTurnstile({
    perTurn: REQUESTS_PER_TURN,
    maxHoldMs: MAX_HOLD_MS,
    now: () => performance.now(),
  });
  const passed = new WeakSet<Socket>();
  const silent = new Set<Socket>();
  const forget = function (this: Socket): void {
    silent.delete(this);
  };

  const standBefore = (before: Server): void => {
    const parse = before.listeners("connection") as ((socket: Socket) => void)[];
    before.removeAllListeners("connection");

    const handOver = (socket: Socket, first: Buffer): void => {
      if (socket.destroyed) return;
      socket.removeListener("error", ignore);
      socket.unshift(first);
      for (const listener of parse) listener.call(before, socket);
    };

    const onReadable = function (this: Socket): void {
      const first = this.read() as Buffer | null;
      if (first === null) return;
      this.removeListener("readable", onReadable)
        .removeListener("end", destroy)
        .removeListener("close", forget);
      this.removeListener("timeout", destroy).setTimeout(0);
      silent.delete(this);
      if (first[0] !== BRINGS_WORK) {
        handOver(this, first);
        return;
      }
      turnstile.enter(() => {
        passed.add(this);
        handOver(this, first);
      });
    };

    before.on("connection", (socket: Socket) => {
      turnstile.noteConnection();
      silent.add(socket);
      socket.on("readable", onReadable).on("end", destroy).on("close", forget).on("error", ignore);
      socket.on("timeout", destroy).setTimeout(silenceMs);
    });
  };

  standBefore(server);
  app.addHook("preClose", (done) => {
    for (const socket of silent) socket.destroy();
    done();
  });

  return {
    enter(request, pass) {
      if (passed.delete(request.raw.socket)) pass();
      else turnstile.enter(pass);
    },
    standBefore,
  };
};

const ignore = (): void => undefined;

const destroy = function (this: Socket): void {
  this.destroy();
};
