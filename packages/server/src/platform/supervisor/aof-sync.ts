import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";

const INTERVAL_MS = 1_000;

/**
 * Brings Redis's append-only file to the disk once a second.
 *
 * Redis could do that itself (`appendfsync everysec`), but then it holds back its *write* while an fsync is under way
 * and yet answers: a kill at that moment loses what was acknowledged. With `appendfsync no` the write always precedes
 * the answer, so that a kill of Redis loses nothing; syncing from outside bounds what a power failure can lose.
 */
export const createAofSync = (redisDir: string, logger: Logger): { start(): void; stop(): Promise<void> } => {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let stopped = true;
  let synced = "";
  let failing = false;

  const round = async (): Promise<void> => {
    try {
      synced = await syncOnce(redisDir, synced);
      failing = false;
    } catch (error) {
      // A rewrite may take the file away between two steps; the next round finds the new one.
      if (!failing) logger.warn({ err: error }, "syncing the append-only file failed");
      failing = true;
    }
    if (!stopped) timer = setTimeout(begin, INTERVAL_MS);
  };
  const begin = (): void => {
    running = round();
  };

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      timer = setTimeout(begin, INTERVAL_MS);
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
};

/** Syncs the file that Redis appends to, unless it is as it was at the last time. Gives its name and size. */
const syncOnce = async (redisDir: string, synced: string): Promise<string> => {
  const folder = join(redisDir, "appendonlydir");
  const name = currentFile(await readFile(join(folder, "appendonly.aof.manifest"), "utf8"));
  if (name === null) return synced;
  const path = join(folder, name);
  const state = `${name} ${(await stat(path)).size}`;
  if (state === synced) return synced;
  const file = await open(path, "r");
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
  return state;
};

/** Lines are `file NAME seq N type b|h|i`; the last of type i is appended to. */
export const currentFile = (manifest: string): string | null => {
  const names = [...manifest.matchAll(/^file (\S+) seq \d+ type i\b/gm)].map((match) => match[1]);
  return names.at(-1) ?? null;
};
