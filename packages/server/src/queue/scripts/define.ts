import { createHash } from "node:crypto";

/** A Lua script as Redis knows it: by the SHA-1 of its text. */
export interface Script {
  readonly name: string;
  readonly text: string;
  readonly sha: string;
}

/** `parts` are shared Lua functions, put before `body` in the order given. */
export function defineScript(name: string, parts: readonly string[], body: string): Script {
  const text = [...parts, body].join("\n");
  return { name, text, sha: createHash("sha1").update(text).digest("hex") };
}
