import type { Example } from "./examples.js";
import { newWork, type Work } from "./work.js";

const SOURCES = import.meta.glob<string>("../../examples/*", { query: "?raw", import: "default" });

export const loadExample = async ({ language, source, path, work }: Example): Promise<Work> => {
  const load = SOURCES[`../../examples/${source}`];
  if (load === undefined) throw new Error(`There is no example ${source}.`);
  return { ...newWork(language, [{ path, content: await load() }]), ...work };
};
