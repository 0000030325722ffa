// What programs are made of: transpiled while a TypeScript is booted, never run.
import * as fs from "fs";
import { createInterface, type Interface } from "readline";
import Client, { open } from "./client";

enum Color {
  Red,
  Green = "green",
  Blue = 1 << 2,
}
interface Shape {
  readonly name: string;
  area(): number;
}
type Maybe<T> = T | null | undefined;
type Handlers = { [K in keyof Shape as `on${Capitalize<K>}`]?: (value: Shape[K]) => void };

export abstract class Base<T extends object = {}> implements Shape {
  static #count = 0;
  protected readonly items: T[] = [];
  declare later: number;
  constructor(
    public readonly name: string,
    private size: number = 0,
  ) {
    Base.#count++;
  }
  abstract area(): number;
  add(item: T): this {
    this.items.push(item);
    return this;
  }
  get length(): number {
    return this.items.length + this.size;
  }
  static async *all(...bases: Base[]): AsyncGenerator<string> {
    for (const base of bases) yield base.name;
  }
}

export default class Square extends Base<{ id: number }> {
  constructor(private side: number) {
    super("square");
  }
  override area = (): number => this.side ** 2;
}

function find(id: string): Maybe<Shape>;
function find(id: number): Maybe<Shape>;
function find(
  this: void,
  id: string | number,
  { deep = false, ...rest }: Record<string, boolean> = {},
): Maybe<Shape> {
  if (typeof id === "string" && !deep) return null;
  switch (id as unknown) {
    case 1:
      return new Square(<number>id);
    default:
      throw new TypeError(`no ${id} in ${Object.keys(rest).join(", ")}`);
  }
}

const solve = async (lines: readonly string[], memo = new Map<number, bigint>()): Promise<number> => {
  const [count, ...numbers] = lines.map((line) => Number.parseInt(line.trim(), 10));
  let total = 0;
  for (let i = 0; i < (count ?? 0); i++) total += numbers[i]! satisfies number;
  while (total > 100 && memo.size < 3) total -= 7 % 2;
  do {
    memo.set(total, 2n ** BigInt(total));
  } while (false);
  for (const key in { a: 1 }) {
    if (/^a|b{2,}$/giu.test(key)) continue;
  }
  try {
    await Promise.all([open(), Client.connect?.({ retries: 0x10, ...{ quiet: true } })]);
  } catch (error: unknown) {
    console.error((error as Error).message ?? "?");
  } finally {
    total ||= -1;
  }
  return total;
};

export const isShape = (value: any): value is Shape => "area" in value;
export type { Handlers, Maybe };

const reader: Interface = createInterface({ input: process.stdin });
reader.on("line", (line: string): void => console.log(line.split(" ").map(Number), Color.Red));
solve(fs.readFileSync(0, "utf8").split("\n")).then((value) => console.log("%d", value, find(1)?.area()));
