import { isIP } from "node:net";

/** A block of addresses: `10.0.0.0/8`, `fd00::/8`; one address is a block of itself. */
export interface Cidr {
  readonly address: string;
  readonly bits: number;
  readonly family: "ipv4" | "ipv6";
}

/** Reads blocks separated by commas. Null when one of them is none. */
export const parseCidrs = (text: string): readonly Cidr[] | null => {
  const blocks = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseCidr);
  return blocks.includes(null) ? null : (blocks as Cidr[]);
};

const parseCidr = (text: string): Cidr | null => {
  const [address = "", bitsText, ...rest] = text.split("/");
  const version = isIP(address);
  // A zone (fe80::1%eth0) means something on one machine only.
  if (version === 0 || address.includes("%") || rest.length > 0) return null;
  const most = version === 4 ? 32 : 128;
  if (bitsText !== undefined && !/^\d{1,3}$/.test(bitsText)) return null;
  const bits = bitsText === undefined ? most : Number(bitsText);
  return bits > most ? null : { address, bits, family: version === 4 ? "ipv4" : "ipv6" };
};
