import type { FastifyRequest } from "fastify";

/** Where Piston's clients put a key: the header as a whole. Those of Neuron say `Bearer` before it. */
export const pistonKeyOf = ({ headers }: FastifyRequest): string | null =>
  /^(?:Bearer +)?(\S+) *$/i.exec(headers.authorization ?? "")?.[1] ?? null;
