import type { LanguageDefinition } from "../languages/types.js";
import { runCommand } from "../platform/run-command.js";
import { ImageError } from "./types.js";

/** Asks the toolchain inside an image for its version. Only for images of our own making: it runs as root, by chroot. */
export const readVersion = async (
  rootfs: string,
  { id, version }: LanguageDefinition,
  signal?: AbortSignal,
): Promise<string> => {
  const { code, stdout, stderr } = await runCommand("chroot", [rootfs, ...version.command], {
    timeoutMs: 60_000,
    env: {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/",
      LC_ALL: "C.UTF-8",
    },
    ...(signal && { signal }),
  });
  const found = new RegExp(version.pattern).exec(`${stdout}\n${stderr}`)?.[1];
  if (code === 0 && found !== undefined) return found;
  throw new ImageError(
    `${version.command.join(" ")} in the image did not tell the version of ${id} (exit code ${code}):\n${stdout}${stderr}`,
  );
};
