import { LIMITS, type Limits } from "@neuron/contract";
import type { PublishedLanguage } from "../../languages/types.js";
import type { LimitOverrides } from "../../platform/limit-overrides.js";
import type { Body } from "./body.js";
import { refuse } from "./refusal.js";
import type { Runtime } from "./runtimes.js";

/** What the operator has set: milliseconds and bytes. Null: Neuron's own. */
export interface PistonLimits {
  readonly compile_timeout: number;
  readonly run_timeout: number;
  readonly compile_cpu_time: number;
  readonly run_cpu_time: number;
  readonly compile_memory_limit: number | null;
  readonly run_memory_limit: number | null;
  readonly output_max_size: number;
  /** By any name of a language. */
  readonly overrides: LimitOverrides;
}

/** Which of Neuron's limits each is, in the order in which Piston looks at them. */
const NATIVE = {
  compile_memory_limit: "compileMemoryBytes",
  run_memory_limit: "memoryBytes",
  compile_timeout: "compileWallTimeMs",
  run_timeout: "wallTimeMs",
  compile_cpu_time: "compileCpuTimeMs",
  run_cpu_time: "cpuTimeMs",
} as const satisfies Partial<Record<keyof PistonLimits, keyof Limits>>;
type LimitName = keyof typeof NATIVE;
const NAMES = Object.keys(NATIVE) as LimitName[];

/** What a request gets that says nothing, and the most that one may ask for; `free`: nobody has set a bound. */
interface Bound {
  readonly value: number;
  readonly maximum: number;
  readonly free?: boolean;
}

/** The limits of a request, or a refusal in Piston's words. 0 is no wish, and never no limit. */
export const readLimits = (
  body: Body,
  runtime: Runtime,
  configured: PistonLimits,
  strict: boolean,
): Limits => {
  const bounds = boundsOf(runtime, configured);
  const wished = new Map<LimitName, number>();
  for (const name of NAMES) {
    const value = body[name];
    if (!value) continue;
    if (typeof value !== "number") throw refuse(400, `If specified, ${name} must be a number`);
    const { maximum, free } = bounds[name];
    // What Piston calls no limit is the one that is configured.
    if (value < 0 && (free || (value === -1 && isMemory(name) && !strict))) continue;
    if (value > maximum) throw refuse(400, `${name} cannot exceed the configured limit of ${maximum}`);
    if (value < 0) throw refuse(400, `${name} must be non-negative`);
    wished.set(name, value);
  }
  const of = (name: LimitName): number => wished.get(name) ?? bounds[name].value;
  const time = (name: LimitName): number => Math.max(1, Math.round(of(name)));
  const memory = (name: LimitName): number => Math.max(LIMITS.memoryBytes.minimum, Math.floor(of(name)));
  const overrides = overridesOf(runtime, configured);
  return {
    cpuTimeMs: time("run_cpu_time"),
    wallTimeMs: time("run_timeout"),
    memoryBytes: memory("run_memory_limit"),
    compileCpuTimeMs: time("compile_cpu_time"),
    compileWallTimeMs: time("compile_timeout"),
    compileMemoryBytes: memory("compile_memory_limit"),
    outputBytes: overrides.output_max_size ?? configured.output_max_size,
    ...(overrides.max_process_count !== undefined && { processes: overrides.max_process_count }),
  };
};

const isMemory = (name: LimitName): boolean => name.endsWith("memory_limit");

/** For a language by name before its own need before for all, as in Piston. */
const boundsOf = (runtime: Runtime, configured: PistonLimits): Readonly<Record<LimitName, Bound>> => {
  const overrides = overridesOf(runtime, configured);
  const needs: NonNullable<PublishedLanguage["limits"]> = runtime.definition.limits ?? {};
  const bound = (name: LimitName): Bound => {
    const override = overrides[name];
    if (override !== undefined) return { value: override, maximum: override };
    const set = configured[name];
    const need = needs[NATIVE[name]] ?? 0;
    if (set !== null) return { value: Math.max(set, need), maximum: Math.max(set, need) };
    const { default: value, maximum } = LIMITS[NATIVE[name]];
    return { value: Math.max(value, need), maximum, free: true };
  };
  return Object.fromEntries(NAMES.map((name) => [name, bound(name)])) as Record<LimitName, Bound>;
};

type Overrides = NonNullable<ReturnType<LimitOverrides["get"]>>;

const overridesOf = ({ language, aliases }: Runtime, { overrides }: PistonLimits): Overrides => {
  const name = [language, ...aliases].find((each) => overrides.has(each));
  return (name === undefined ? undefined : overrides.get(name)) ?? {};
};
