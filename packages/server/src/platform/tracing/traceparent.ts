const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/;
/** Version ff is forbidden, and ids of zeros mean none. */
const NONE = /^ff|-0{32}-|-0{16}-/;

/** A `traceparent` header as it is passed on: by the form of version 00, whatever newer versions add; undefined: it is none. */
export const readTraceparent = (header: string | readonly string[] | undefined): string | undefined => {
  if (typeof header !== "string" || header.length > 256) return undefined;
  const match = TRACEPARENT.exec(header);
  if (match === null || NONE.test(header)) return undefined;
  // Version 00 has nothing after its flags.
  const rest = header.slice(match[0].length);
  if (rest !== "" && (header.startsWith("00") || !rest.startsWith("-"))) return undefined;
  return `00-${match[1]}-${match[2]}-${match[3]}`;
};

export const traceIdOf = (traceparent: string | undefined): string | undefined => traceparent?.slice(3, 35);
