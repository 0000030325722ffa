/**
 * Over plain HTTP from another machine, browsers leave out what they keep for secure contexts. The SDK names each request
 * with `crypto.randomUUID`; all that counts there is that no two are the same.
 */
export const completeBrowser = (): void => {
  if (typeof crypto.randomUUID === "function") return;
  crypto.randomUUID = () => {
    const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
};
