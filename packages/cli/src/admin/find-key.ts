import { readFileSync } from "node:fs";
import { adminKeyFile, readConfig } from "@neuron/server";
import { AdminError } from "./admin-error.js";

export interface KeySources {
  readonly key?: string | undefined;
  readonly dataDir?: string | undefined;
}

/** What was given, else NEURON_ADMIN_KEY, else the key that the service made in its data directory. */
export const findAdminKey = ({ key, dataDir }: KeySources): string => {
  if (key !== undefined) return key;
  const config = readConfig({ env: process.env, flags: { dataDir } });
  return config.adminKey ?? keyIn(config.dataDir);
};

export const keyIn = (dataDir: string): string => {
  const file = adminKeyFile(dataDir);
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      throw new AdminError(
        `There is no admin key in ${file}. The service makes it at its first start; name its data directory with ` +
          "--data-dir, or give the key with --key or NEURON_ADMIN_KEY.",
      );
    }
    if (code === "EACCES") {
      throw new AdminError(
        `${file} is readable for root only: run this with sudo, or give NEURON_ADMIN_KEY.`,
      );
    }
    throw error;
  }
};
