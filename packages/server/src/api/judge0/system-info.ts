import { readFile } from "node:fs/promises";
import { cpus, endianness } from "node:os";

/** Of the machine that the API runs on: what `lscpu` and `free -h` say there of a Judge0, as far as a client could use it. */
export const systemInfo = async (): Promise<Readonly<Record<string, string>>> => {
  const processors = cpus();
  const memory = await readMemory();
  const of = (name: string): number => memory.get(name) ?? 0;
  const used = of("MemTotal") - of("MemAvailable");
  const cached = of("Buffers") + of("Cached") + of("SReclaimable");
  return {
    Architecture: process.arch === "x64" ? "x86_64" : process.arch,
    "Byte Order": endianness() === "LE" ? "Little Endian" : "Big Endian",
    "CPU(s)": String(processors.length),
    "Model name": processors[0]?.model ?? "",
    "CPU MHz": String(processors[0]?.speed ?? 0),
    Mem: inColumns([of("MemTotal"), used, of("MemFree"), of("Shmem"), cached, of("MemAvailable")]),
    Swap: inColumns([of("SwapTotal"), of("SwapTotal") - of("SwapFree"), of("SwapFree")]),
  };
};

/** In KiB, by the kernel's names. */
const readMemory = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await readFile("/proc/meminfo", "utf8");
  return new Map([...text.matchAll(/^(\w+): +(\d+) kB$/gm)].map(([, name = "", kib]) => [name, Number(kib)]));
};

const inColumns = (kib: readonly number[]): string =>
  kib.map((each) => `${(each / 1024 ** 2).toFixed(1)}Gi`).join(" ");
