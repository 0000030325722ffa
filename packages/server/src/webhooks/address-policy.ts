import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { Cidr } from "../platform/cidr.js";

/** Which addresses a webhook may be sent to. */
export interface AddressPolicy {
  allows(address: string): boolean;
}

/**
 * IPv4 that is not the public Internet, from IANA's special-purpose registry, as far as nobody has a receiver there.
 * What is global there but serves one purpose (AS112, AMT) is left out too.
 */
const NOT_PUBLIC_V4 = [
  "0.0.0.0/8", // this network; 0.0.0.0 reaches the host itself
  "10.0.0.0/8",
  "100.64.0.0/10", // carrier-grade NAT; some clouds' metadata
  "127.0.0.0/8",
  "169.254.0.0/16", // link-local; most clouds' metadata
  "172.16.0.0/12",
  "192.0.0.0/24", // protocol assignments; Oracle's metadata
  "192.0.2.0/24", // documentation
  "192.31.196.0/24", // AS112
  "192.52.193.0/24", // AMT
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16",
  "192.175.48.0/24", // AS112
  "198.18.0.0/15", // benchmarking
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
  "168.63.129.16/32", // Azure's host, a public address that leads nowhere else
] as const;

/**
 * Of IPv6 only global unicast is public. That leaves out loopback, `::`, mapped and translated IPv4 (`::ffff:`, 64:ff9b:),
 * unique local, link-local and multicast at once. A machine that reaches IPv4 by NAT64 alone needs 64:ff9b::/96 allowed.
 */
const PUBLIC_V6 = ["2000::/3"] as const;
const NOT_PUBLIC_V6 = [
  "2001::/23", // protocol assignments: Teredo, ORCHID, benchmarking
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: an IPv4 address within
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation
] as const;

/** `allowed` comes before everything else: blocks that an operator has opened. */
export const createAddressPolicy = (
  allowed: readonly Cidr[],
  /** The machine's own ones: what listens there may be meant for itself only, behind a firewall that lets itself through. */
  ownAddresses: () => Iterable<string> = addressesOfThisMachine,
): AddressPolicy => {
  const opened = new BlockList();
  for (const { address, bits, family } of allowed) opened.addSubnet(address, bits, family);
  return {
    allows(address) {
      const version = isIP(address);
      if (version === 0 || address.includes("%")) return false;
      const family = version === 4 ? "ipv4" : "ipv6";
      if (opened.check(address, family)) return true;
      const isPublic =
        family === "ipv4"
          ? !privateV4.check(address)
          : publicV6.check(address, family) && !privateV6.check(address, family);
      return isPublic && !new Set(ownAddresses()).has(address);
    },
  };
};

const blocks = (given: readonly string[], family: "ipv4" | "ipv6"): BlockList => {
  const list = new BlockList();
  for (const block of given) {
    const [address = "", bits] = block.split("/");
    list.addSubnet(address, Number(bits), family);
  }
  return list;
};

const privateV4 = blocks(NOT_PUBLIC_V4, "ipv4");
const publicV6 = blocks(PUBLIC_V6, "ipv6");
const privateV6 = blocks(NOT_PUBLIC_V6, "ipv6");

const addressesOfThisMachine = (): string[] =>
  Object.values(networkInterfaces()).flatMap((of) => (of ?? []).map(({ address }) => address));
