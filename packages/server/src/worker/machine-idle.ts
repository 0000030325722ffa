import { closeSync, openSync, readSync } from "node:fs";

/** Time that the machine's cores have been idle, summed over all cores, in milliseconds since boot. */
export interface MachineIdle {
  read(): number;
  close(): void;
}

/** `USER_HZ`, the unit of /proc/stat, is 100 on every architecture that Node runs on. */
const TICK_MS = 10;

/** From the first line of /proc/stat (see proc_stat(5)): `cpu user nice system idle iowait ...`. */
export function openMachineIdle(path = "/proc/stat"): MachineIdle {
  let file: number | null = openSync(path, "r");
  const buffer = Buffer.alloc(256);
  return {
    read() {
      if (file === null) throw new Error(`${path} is closed`);
      const length = readSync(file, buffer, 0, buffer.length, 0);
      return parseIdleMs(buffer.toString("latin1", 0, length));
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

export function parseIdleMs(stat: string): number {
  const fields = stat.slice(0, stat.indexOf("\n")).trim().split(/\s+/);
  const idle = Number(fields[4]);
  const ioWait = Number(fields[5]);
  if (fields[0] !== "cpu" || !Number.isFinite(idle)) throw new Error("/proc/stat has no total line");
  return (idle + (Number.isFinite(ioWait) ? ioWait : 0)) * TICK_MS;
}
