import { Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { LOOPBACK } from "./callback-url.js";

/** All addresses of a host's name, those to try first first. Rejects when it has none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const TRY_MS = 1500;
const TRIES = 2;

/**
 * Asks the name servers of this machine. Not by getaddrinfo: its four threads would all be held up by four names whose
 * servers do not answer. What it also looks at comes first here: /etc/hosts, and the names of loopback (RFC 6761).
 */
export const createResolver = (hostsFile = "/etc/hosts"): Resolve => {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  return async (host) => {
    const local = fromHostsFile(hostsFile, host);
    if (local.length > 0) return local;
    if (host === "localhost" || host.endsWith(".localhost")) return LOOPBACK;
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const addresses = [v4, v6].flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    if (addresses.length === 0) throw v4.status === "rejected" ? v4.reason : new Error("no address");
    return addresses;
  };
};

const fromHostsFile = (file: string, host: string): string[] => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    const [address, ...names] = (line.split("#", 1)[0] ?? "").trim().split(/\s+/);
    return address && names.some((name) => name.toLowerCase() === host) ? [address] : [];
  });
};
