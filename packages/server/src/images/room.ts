import { statfsSync } from "node:fs";
import { ImageError } from "./types.js";

/** Throws `ImageError` where a folder's file system has less than that many bytes free. */
export const needRoom = (folder: string, bytes: number, what: string): void => {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= bytes) return;
  throw new ImageError(
    `${what} needs ${mebibytes(bytes)} in ${folder}, which has ${mebibytes(bavail * bsize)} free. ` +
      "Make room, or choose another place with NEURON_DATA_DIR or NEURON_IMAGES_DIR.",
  );
};

export const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1024 ** 2)} MiB`;
