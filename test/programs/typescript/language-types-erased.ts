
import type { Stats } from "fs";
import { type Dirent, readdirSync } from "fs";
import * as nothingButTypes from "./not-there";
import { OnlyType } from "./not-there-either";
export type { Stats };
export interface A<T extends string = "x"> extends Omit<B, "y"> { (call: T): void; new (make: number): A; readonly [index: number]: T; method?<U>(this: A, u?: U): asserts u; get v(): string; set v(x: string) }
interface B { x: 1; y?: -1 | `${number}px` }
type Conditional<T> = T extends (infer U extends string)[] ? U : T extends abstract new (...args: never[]) => infer R ? R : never;
type Mapped = { -readonly [K in keyof B as `get${Capitalize<K>}`]-?: B[K] } & { [Symbol.iterator]?(): Iterator<unique symbol> };
type Fn = typeof import("fs") extends { readFileSync: infer F } ? F : (a: string, ...rest: [x?: number, ...y: boolean[]]) => void;
declare const ambient: number;
declare function nothing(): void;
declare module "somewhere" { export const x: number }
declare global { interface Array<T> { last(): T } var here: string }
declare let a1: string, a2: number;
function over(a: string): string;
function over(a: number, b?: number): number;
function over(a: any, b: any = 1): any { return a + b; }
let x: nothingButTypes.T, y: OnlyType | undefined, z: Dirent[] = readdirSync(".", { withFileTypes: true });
let u: unique symbol | undefined, v: keyof B = "x", t: readonly string[] = [], tuple: [a: string, b?: number] = ["a"], big: 1n = 1n;
console.log(over("a"), over(1, 2), x!, y, z.length, u, v, t, tuple, big, typeof ambient);
