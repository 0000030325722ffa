import type { Problem } from "@neuron/contract";
import { AdminError } from "./admin-error.js";

export interface AdminClient {
  /** Gives the answer's body, checked by nobody but the service that sent it. Null for one without a body. */
  ask<T>(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: object,
    headers?: Headers,
  ): Promise<T>;
}

type Headers = Readonly<Record<string, string>>;

const TIMEOUT_MS = 30_000;

/** Path segments are to be encoded by the caller (`path`). */
export const createAdminClient = ({
  url,
  key,
}: {
  readonly url: string;
  readonly key: string;
}): AdminClient => {
  const base = baseOf(url);
  return {
    async ask<T>(method: string, path: string, body?: object, headers: Headers = {}) {
      const response = await send(new URL(path, base), {
        method,
        headers: {
          ...headers,
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw refusal(response, text);
      return (text === "" ? null : parse(text, base)) as T;
    },
  };
};

/** A path with its parts made safe. */
export const path = (strings: TemplateStringsArray, ...parts: readonly string[]): string =>
  strings.reduce((whole, text, i) => whole + encodeURIComponent(parts[i - 1] ?? "") + text);

const baseOf = (url: string): URL => {
  try {
    const base = new URL(/^[a-z]+:\/\//i.test(url) ? url : `http://${url}`);
    if (base.protocol === "http:" || base.protocol === "https:") return base;
  } catch {
    // Told of below.
  }
  throw new AdminError(`${JSON.stringify(url)} is no address of a service, such as http://127.0.0.1:4000.`);
};

const send = async (url: URL, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    if (cause?.code === "ECONNREFUSED") {
      throw new AdminError(
        `Nothing answers on ${url.origin}: start the service (npm start), or name another with --url or NEURON_URL.`,
      );
    }
    if ((error as Error).name === "TimeoutError") {
      throw new AdminError(`${url.origin} did not answer within ${TIMEOUT_MS / 1000} s.`);
    }
    throw new AdminError(`${url.origin} cannot be reached: ${cause?.message ?? (error as Error).message}.`);
  }
};

const parse = (text: string, base: URL): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new AdminError(`What answers on ${base.origin} is no Neuron.`);
  }
};

const refusal = (response: Response, text: string): AdminError => {
  let problem: Partial<Problem> = {};
  try {
    problem = JSON.parse(text) as Partial<Problem>;
  } catch {
    // A proxy's page.
  }
  const { detail, hint } = problem;
  const reason = detail ?? `The service answered ${response.status} ${response.statusText}.`;
  return new AdminError(hint === undefined ? reason : `${reason} ${hint}`);
};
