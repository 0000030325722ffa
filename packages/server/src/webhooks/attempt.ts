import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { isIP, type LookupFunction, connect as netConnect } from "node:net";
import type { Duplex } from "node:stream";
import { connect as tlsConnect } from "node:tls";
import type { DeliveryError } from "@neuron/contract";
import type { AddressPolicy } from "./address-policy.js";
import { checkCallbackUrl, hostOf } from "./callback-url.js";
import type { Resolve } from "./resolver.js";

/** What one attempt came to. `httpStatus` is null when no answer came. */
export interface AttemptResult {
  readonly httpStatus: number | null;
  /** Null: the receiver has it. */
  readonly error: DeliveryError | null;
  /** What the receiver asked for. */
  readonly retryAfterMs: number;
}

export interface AttemptOptions {
  /** Default: POST. */
  readonly method?: "POST" | "PUT";
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  /** For all of it: looking up, connecting, sending, and the answer's head. */
  readonly timeoutMs: number;
  /** Ends it early: nothing is known then. */
  readonly signal: AbortSignal;
}

/** Of an answer this much is read, so that the receiver sees it taken; what it says is of no interest. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** Between beginning to try one address of a host and the next. */
const NEXT_ADDRESS_AFTER_MS = 1000;

class AttemptError extends Error {
  override readonly name = "AttemptError";
  constructor(readonly code: DeliveryError) {
    super(code);
  }
}

/**
 * One request, on a connection of its own to an address that the policy allows: the host's addresses are looked up and
 * checked here, and the connection is made to one of these and no other, so a name that changes meanwhile changes
 * nothing. Redirects are not followed. Nothing of what comes back is kept but the status: an answer must never be a way
 * to read what only this machine reaches. Rejects only with the signal's reason.
 */
export const attemptDelivery = async (
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  options: AttemptOptions,
): Promise<AttemptResult> => {
  const end = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end.abort(new Error("too late"));
  }, options.timeoutMs);
  // By hand: AbortSignal.any holds on to each of its results for as long as the service's own signal lives.
  const abort = (): void => end.abort(options.signal.reason);
  options.signal.addEventListener("abort", abort, { once: true });
  try {
    options.signal.throwIfAborted();
    const url = checked(target, options.policy);
    const addresses = await unlessAborted(allowedAddresses(hostOf(url), options), end.signal);
    const response = await send(url, options.method ?? "POST", addresses, headers, body, end.signal);
    const { statusCode = 0 } = response;
    await drain(response, end.signal);
    return {
      httpStatus: statusCode,
      error: judge(statusCode),
      retryAfterMs: retryAfter(response.headers["retry-after"]),
    };
  } catch (error) {
    options.signal.throwIfAborted();
    return { httpStatus: null, error: late ? "timeout" : classify(error), retryAfterMs: 0 };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", abort);
  }
};

/** Again, for it may have been accepted under other rules. */
const checked = (target: string, policy: AddressPolicy): URL => {
  const outcome = checkCallbackUrl(target, policy);
  if ("problem" in outcome) throw new AttemptError("address_not_allowed");
  return new URL(outcome.url);
};

const allowedAddresses = async (
  host: string,
  { policy, resolve }: AttemptOptions,
): Promise<readonly string[]> => {
  let addresses: readonly string[];
  try {
    addresses = isIP(host) > 0 ? [host] : await resolve(host);
  } catch {
    throw new AttemptError("dns");
  }
  const allowed = addresses.filter((address) => policy.allows(address));
  if (allowed.length === 0) throw new AttemptError("address_not_allowed");
  return allowed;
};

const send = (
  url: URL,
  method: string,
  addresses: readonly string[],
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const payload = Buffer.from(body);
    const client = url.protocol === "https:" ? https : http;
    const request = client.request(url, {
      method,
      headers: { ...headers, "content-length": payload.length },
      createConnection: () => connectTo(url, addresses),
      maxHeaderSize: 16 * 1024,
      signal,
    });
    request.once("response", resolve).once("error", reject).end(payload);
  });

/** Never looks the name up again: `lookup` gives what was checked, and for a literal address it is not called. */
const connectTo = (url: URL, addresses: readonly string[]): Duplex => {
  const host = hostOf(url);
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_host, _options, callback) => callback(null, found);
  const secure = url.protocol === "https:";
  const options = {
    host,
    port: Number(url.port || (secure ? 443 : 80)),
    lookup,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
  };
  if (!secure) return netConnect(options);
  return tlsConnect({
    ...options,
    ...(isIP(host) === 0 && { servername: host }),
    ALPNProtocols: ["http/1.1"],
  });
};

/** Until the answer's end, or as far as it concerns us. The status came before: what happens here changes nothing. */
const drain = (response: IncomingMessage, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    let bytes = 0;
    const stop = (): void => void response.destroy();
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) stop();
    });
    response.on("error", () => undefined);
    response.once("close", () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });

const judge = (status: number): DeliveryError | null => {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return "redirect";
  return status === 410 ? "gone" : "status";
};

const classify = (error: unknown): DeliveryError => {
  if (error instanceof AttemptError) return error.code;
  const { code = "", syscall } = error as NodeJS.ErrnoException;
  if (code.startsWith("HPE_")) return "bad_answer";
  if (/^(ERR_TLS_|ERR_SSL_|CERT_|EPROTO|DEPTH_|UNABLE_TO_|SELF_SIGNED|HOSTNAME_)/.test(code)) return "tls";
  return syscall === "connect" || error instanceof AggregateError ? "connect" : "connection_lost";
};

/** Seconds, or a date (RFC 9110). 0 where there is none that can be read. */
const retryAfter = (header: string | undefined): number => {
  if (header === undefined) return 0;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
};

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
