import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Over names and contents of a folder's files; folders in it are not looked into. */
export const hashOfFolder = (folder: string): string => {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) {
    const content = readFileSync(join(folder, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
};
