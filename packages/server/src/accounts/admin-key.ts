import { randomBytes, timingSafeEqual } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashKey } from "./api-key.js";

/** Tells an admin key. */
export type IsAdminKey = (key: string) => boolean;

export const adminKeyFile = (dataDir: string): string => join(dataDir, "admin-key");

/**
 * The admin key in the data directory, which only root can read; made at the first asking. Of several that ask at once
 * all get the same: the file comes into being with its content, by link(2).
 */
export const ownAdminKey = (dataDir: string): string => {
  const file = adminKeyFile(dataDir);
  const found = read(file);
  if (found !== null) return found;
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, `nrn_admin_${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = read(file);
  if (made === null) throw new Error(`${file} is empty: remove it, and a new key is made at the next start.`);
  return made;
};

/** Compares hashes, so that the time tells nothing of the key. */
export const createAdminKeyCheck = (adminKey: string | null): IsAdminKey => {
  if (adminKey === null) return () => false;
  const own = Buffer.from(hashKey(adminKey));
  return (key) => timingSafeEqual(Buffer.from(hashKey(key)), own);
};

const read = (file: string): string | null => {
  try {
    const key = readFileSync(file, "utf8").trim();
    return key === "" ? null : key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
};
