import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Logger } from "pino";
import type { InstalledLanguage } from "../languages/types.js";
import { createSandboxDriver, type LayersOf } from "../sandbox/index.js";
import { timeBare } from "./bare.js";
import { type NextSandbox, type Proof, prove } from "./prove.js";

export type { Proof, Proven } from "./prove.js";

export interface ProverOptions {
  readonly rootfs: string;
  readonly imagesDir: string;
  readonly layersOf: LayersOf;
  readonly agentDir: string;
  readonly runtime: string;
  readonly languages: readonly InstalledLanguage[];
  readonly logger: Logger;
}

export interface LanguageProof extends Proof {
  readonly language: InstalledLanguage;
  /** The same by hand; null where it was not asked for, or failed. */
  readonly bareMs: number | null;
}

/** Proves languages in sandboxes of its own, beside whatever service runs on the machine, and leaves nothing behind. */
export const proveLanguages = async (
  options: ProverOptions,
  languages: readonly InstalledLanguage[],
  given: {
    readonly bare: boolean;
    readonly onProof: (proof: LanguageProof) => void;
    readonly signal?: AbortSignal;
  },
): Promise<void> => {
  const { rootfs, imagesDir, layersOf, agentDir, runtime, logger } = options;
  const instance = `proof-${randomBytes(4).toString("hex")}`;
  const driver = createSandboxDriver({
    ...{ instance, rootfs, imagesDir, layersOf, agentDir, runtime, logger },
    stateDir: join("/run/neuron", instance),
    preloads: options.languages.flatMap(({ preload }) => preload),
  });
  await driver.start();
  try {
    const next: NextSandbox = async (used) => {
      await used?.destroy();
      return driver.boot("launcher");
    };
    for (const language of languages) {
      given.signal?.throwIfAborted();
      const proof = await prove(language, next, given.signal);
      const lower =
        language.root === null
          ? [rootfs]
          : (layersOf(language.root) ?? []).map((layer) => join(imagesDir, layer));
      const bareMs = given.bare ? await timeBare(language, lower, given.signal) : null;
      given.onProof({ ...proof, language, bareMs });
    }
  } finally {
    await driver.stop();
  }
};
