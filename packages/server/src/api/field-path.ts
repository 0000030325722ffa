import { quote } from "./problem-error.js";

/** Adds one name to the path of a field: `limits` and `cpuTimeMs` are `limits.cpuTimeMs`. Odd names are quoted. */
export const join = (path: string, name: string): string => {
  if (!/^[\w$-]{1,80}$/.test(name)) return `${path}[${quote(name)}]`;
  return path === "" ? name : `${path}.${name}`;
};

/** A JSON pointer as people write it: `/files/2/path` is `files[2].path`. */
export const fromPointer = (pointer: string): string =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : join(path, part)), "");
