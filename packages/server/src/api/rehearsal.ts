import { connect, type Socket } from "node:net";
import type { FastifyRequest } from "fastify";

export interface RehearsalOptions {
  /** As clients write it. */
  readonly url: string;
  readonly isStopping: () => boolean;
}

export interface Rehearsal {
  run(options: RehearsalOptions): Promise<void>;
  /** Such a request is neither logged nor counted. Asked while it is answered, it is known from then on. */
  includes(request: FastifyRequest): boolean;
}

const CROWDS = 6;
const CROWD_SIZE = 100;
/** It takes 0.2 s here. Slow machines start without it. */
const DEADLINE_MS = 1_000;

/**
 * Sends crowds of requests that are refused, so that the first crowd that comes to be served meets code that V8 has
 * compiled: accepting a connection and looking at a request takes two to three times as long at first. Nothing of it
 * reaches the queue.
 */
export const createRehearsal = (): Rehearsal => {
  /** On the asking side. */
  const ports = new Set<number>();
  const known = new WeakSet<Socket>();

  const ask = (address: { host: string; port: number }, request: string): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(address, () => {
        ports.add(socket.localPort ?? 0);
        socket.write(request);
      });
      socket.setTimeout(DEADLINE_MS, () => socket.destroy());
      socket.on("error", () => undefined).on("close", () => resolve());
      socket.resume();
    });

  return {
    async run({ url, isStopping }) {
      const { hostname, port, host } = new URL(url);
      const address = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 80) };
      const request = `POST /v1/executions HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`;
      const until = performance.now() + DEADLINE_MS;
      for (let crowd = 0; crowd < CROWDS && performance.now() < until && !isStopping(); crowd++) {
        await Promise.all(Array.from({ length: CROWD_SIZE }, () => ask(address, request)));
      }
      ports.clear();
    },
    includes({ raw: { socket } }) {
      if (ports.has(socket.remotePort ?? -1) && socket.remoteAddress === socket.localAddress)
        known.add(socket);
      return known.has(socket);
    },
  };
};
