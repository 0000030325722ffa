import { LIMITS } from "@neuron/contract";

const RANGES = {
  compile_timeout: LIMITS.compileWallTimeMs,
  run_timeout: LIMITS.wallTimeMs,
  compile_cpu_time: LIMITS.compileCpuTimeMs,
  run_cpu_time: LIMITS.cpuTimeMs,
  compile_memory_limit: LIMITS.compileMemoryBytes,
  run_memory_limit: LIMITS.memoryBytes,
  output_max_size: { minimum: 1, maximum: LIMITS.outputBytes.maximum },
  max_process_count: LIMITS.processes,
} as const;

/** By a language's name, what it has otherwise: the names and units are Piston's. */
export type LimitOverrides = ReadonlyMap<string, Partial<Readonly<Record<keyof typeof RANGES, number>>>>;

/** Reads `{"c++": {"run_timeout": 5000}}`, or says what is wrong with it. */
export const parseLimitOverrides = (
  text: string,
): { readonly value: LimitOverrides } | { readonly problem: string } => {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { problem: 'It must be JSON such as {"c++": {"run_timeout": 5000}}.' };
  }
  if (!isObject(given)) return { problem: "It must be an object: languages, each with its limits." };
  for (const [language, limits] of Object.entries(given)) {
    if (!isObject(limits)) return { problem: `${language} must have an object of limits.` };
    for (const [name, limit] of Object.entries(limits)) {
      const range = Object.hasOwn(RANGES, name) ? RANGES[name as keyof typeof RANGES] : null;
      if (range === null)
        return { problem: `${language} has ${name}; known are ${Object.keys(RANGES).join(", ")}.` };
      if (!Number.isInteger(limit) || Number(limit) < range.minimum || Number(limit) > range.maximum)
        return {
          problem: `${language} has ${name}: it must be a whole number from ${range.minimum} to ${range.maximum}.`,
        };
    }
  }
  return { value: new Map(Object.entries(given)) as LimitOverrides };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
