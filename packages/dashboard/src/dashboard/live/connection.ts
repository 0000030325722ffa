import { createNeuron, type LiveEvent, type NeuronError } from "@neuron/sdk";
import { type ReadonlySignal, signal } from "@preact/signals";
import { asNeuronError, serviceUrl } from "../../service/client.js";

/** How the page stands to the service. */
export type ConnectionState =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** Tried again by itself. */
  | { readonly kind: "lost"; readonly error: NeuronError }
  /** Another key is needed. */
  | { readonly kind: "refused"; readonly error: NeuronError }
  /** Nobody looks at the page. */
  | { readonly kind: "paused" };

export interface Connection {
  readonly state: ReadonlySignal<ConnectionState>;
  /** At once, where it would be tried again later. */
  retry(): void;
  close(): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** A page in the background is not fed for longer. */
const HIDDEN_MS = 20_000;

/** However much comes, it is drawn this often at most. */
const DRAW_EVERY_MS = 50;

export interface ConnectionOptions {
  readonly key: string | null;
  /** What came since the last time, in its order. */
  readonly take: (events: readonly LiveEvent[]) => void;
  readonly lost: () => void;
}

/** Follows the service until it is closed; a lost connection is opened again, with growing pauses. */
export const connect = ({ key, take, lost }: ConnectionOptions): Connection => {
  const state = signal<ConnectionState>({ kind: "connecting" });
  const closed = new AbortController();
  let attempt = new AbortController();
  /** Nobody has looked at the page for a while: nothing is asked for. */
  let asleep = false;
  let wake: () => void = () => undefined;

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : undefined;
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  let came: LiveEvent[] = [];
  let drawing: ReturnType<typeof setTimeout> | undefined;
  const hand = (): void => {
    clearTimeout(drawing);
    drawing = undefined;
    const events = came;
    came = [];
    if (events.length > 0 && !closed.signal.aborted) take(events);
  };

  const follow = async (): Promise<void> => {
    const neuron = createNeuron({ url: serviceUrl, key: key ?? undefined, retries: 0 });
    attempt = new AbortController();
    for await (const event of neuron.watch({ signal: attempt.signal })) {
      if (closed.signal.aborted) return;
      if (state.value.kind !== "live") state.value = { kind: "live" };
      came.push(event);
      drawing ??= setTimeout(hand, DRAW_EVERY_MS);
    }
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!closed.signal.aborted) {
      if (asleep) {
        state.value = { kind: "paused" };
        failures = 0;
        await rest(Number.POSITIVE_INFINITY);
        continue;
      }
      try {
        await follow();
      } catch (error) {
        if (closed.signal.aborted) return;
        if (state.value.kind === "live") failures = 0;
        hand();
        lost();
        // By ourselves, to sleep; perhaps somebody looks again already.
        if (attempt.signal.aborted) continue;
        const problem = asNeuronError(error);
        const refused = problem.status === 401 || problem.status === 403;
        state.value = { kind: refused ? "refused" : "lost", error: problem };
      }
      await rest(
        state.value.kind === "lost"
          ? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++)
          : Number.POSITIVE_INFINITY,
      );
    }
  };

  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  const onVisibility = (): void => {
    clearTimeout(hiddenTimer);
    if (document.hidden) {
      hiddenTimer = setTimeout(() => {
        asleep = true;
        attempt.abort();
      }, HIDDEN_MS);
      return;
    }
    asleep = false;
    if (state.value.kind === "paused" || state.value.kind === "lost") wake();
  };
  const onOnline = (): void => wake();
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("online", onOnline);
  // It may have been opened in the background.
  onVisibility();
  void run();

  return {
    state,
    retry: () => wake(),
    close() {
      closed.abort();
      attempt.abort();
      wake();
      clearTimeout(hiddenTimer);
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("online", onOnline);
    },
  };
};
