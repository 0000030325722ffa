import { type Static, Type } from "typebox";
import type { LimitRange } from "./limits.js";

/** What is said over the WebSocket of `GET /v1/executions/{id}/attach`, and the limits of what goes on there. */

const closed = { additionalProperties: false } as const;
const SECOND = 1000;

const size = Type.Integer({ minimum: 1, maximum: 1000 });

/** Of a terminal, in characters. */
export const TerminalSizeSchema = Type.Object({ columns: size, rows: size }, closed);
export type TerminalSize = Static<typeof TerminalSizeSchema>;

/** In place of `limits.wallTimeMs`, which is made for programs that nobody talks to. Milliseconds. */
export const SESSION_LIMITS = {
  /** From the program's start. */
  timeMs: { default: 600 * SECOND, minimum: SECOND, maximum: 3600 * SECOND, unit: "milliseconds" },
  /** Without anything typed or printed. */
  idleTimeMs: { default: 300 * SECOND, minimum: SECOND, maximum: 3600 * SECOND, unit: "milliseconds" },
  /** Without a client. */
  graceTimeMs: { default: 30 * SECOND, minimum: SECOND, maximum: 600 * SECOND, unit: "milliseconds" },
} as const satisfies Record<string, LimitRange>;

const limit = ({ minimum, maximum }: LimitRange) => Type.Optional(Type.Integer({ minimum, maximum }));

export const SessionSchema = Type.Object(
  {
    timeMs: limit(SESSION_LIMITS.timeMs),
    idleTimeMs: limit(SESSION_LIMITS.idleTimeMs),
    graceTimeMs: limit(SESSION_LIMITS.graceTimeMs),
  },
  closed,
);
export type Session = Static<typeof SessionSchema>;

export const resolveSession = (session: Session = {}): Required<Session> => ({
  timeMs: session.timeMs ?? SESSION_LIMITS.timeMs.default,
  idleTimeMs: session.idleTimeMs ?? SESSION_LIMITS.idleTimeMs.default,
  graceTimeMs: session.graceTimeMs ?? SESSION_LIMITS.graceTimeMs.default,
});

/** Those that a client may send to a program. */
export const SIGNALS = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGKILL",
  "SIGUSR1",
  "SIGUSR2",
  "SIGTERM",
  "SIGCONT",
  "SIGSTOP",
  "SIGTSTP",
] as const;

/** One message of a client: a text frame of JSON. */
export const AttachMessageSchema = Type.Union([
  Type.Object(
    {
      type: Type.Literal("stdin"),
      data: Type.String(),
      encoding: Type.Optional(Type.Enum(["utf8", "base64"])),
    },
    closed,
  ),
  /** End of file. On a terminal: what is typed to say so. */
  Type.Object({ type: Type.Literal("end") }, closed),
  /** To the program's process group; on a terminal, to the one in its foreground. */
  Type.Object({ type: Type.Literal("signal"), signal: Type.Enum([...SIGNALS]) }, closed),
  Type.Object({ type: Type.Literal("resize"), columns: size, rows: size }, closed),
]);
export type AttachMessage = Static<typeof AttachMessageSchema>;

/** Bytes of one message. */
export const ATTACH_MESSAGE_BYTES = 131_072;

/** The protocol's name, and before what a browser, which can send no other header, puts its key beside it. */
export const ATTACH_PROTOCOL = "neuron.v1";
export const ATTACH_KEY_PROTOCOL = "neuron.key.";

/** Why the service closes the connection: codes of RFC 6455, and one of its own. */
export const ATTACH_CLOSE = {
  /** After `finished`. */
  finished: 1000,
  /** The instance stops: attach again, with the last event's id. */
  goingAway: 1001,
  /** A message that is none; what was wrong came before, as `error`. */
  badMessage: 1008,
  /** Something was lost: attach again. */
  lost: 1011,
  /** Another client has attached. */
  replaced: 4001,
} as const;
