import { isIP } from "node:net";
import type { AddressPolicy } from "./address-policy.js";

export type CheckedUrl = { readonly url: string } | { readonly problem: string; readonly hint: string };

/** Ports below 1024 belong to services of their own, such as mail, which some can be made to speak to by HTTP. */
const WEB_PORTS = new Set(["", "80", "443"]);
const FIRST_FREE_PORT = 1024;

/**
 * Checks what can be told from the text alone, as the URL parser of all browsers reads it: `http://0x7f.1/` is
 * 127.0.0.1 here. A host's name says nothing yet; its addresses are checked when they are connected to.
 */
export const checkCallbackUrl = (text: string, policy: AddressPolicy): CheckedUrl => {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { problem: "is not a URL", hint: "Use an absolute one: https://example.com/hook" };
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return { problem: "must begin with https:// or http://", hint: "Webhooks are sent by HTTP." };
  }
  if (url.username !== "" || url.password !== "") {
    return {
      problem: "must not hold a user name or password",
      hint: "Deliveries are signed: check the signature instead, or put a token into the path.",
    };
  }
  if (!WEB_PORTS.has(url.port) && Number(url.port) < FIRST_FREE_PORT) {
    return { problem: `must not use port ${url.port}`, hint: "Use 80, 443, or a port from 1024 on." };
  }
  const host = hostOf(url);
  const local = host === "localhost" || host.endsWith(".localhost");
  if (local ? !LOOPBACK.some((address) => policy.allows(address)) : isIP(host) > 0 && !policy.allows(host)) {
    return {
      problem: `must not lead to ${host}, which is not a public address`,
      hint: "Use an address that the Internet reaches. Operators can open others with NEURON_WEBHOOK_ALLOW.",
    };
  }
  url.hash = "";
  return { url: url.href };
};

export const LOOPBACK = ["127.0.0.1", "::1"] as const;

/** The host as the resolver takes it: without brackets and without the root's dot. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
