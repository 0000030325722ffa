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

interface Edge {
  to: number;
  weight?: number;
}
type Graph = Map<number, Edge[]>;
type Pair<A, B = A> = [first: A, second: B];

class Queue<T> {
  private readonly items: T[] = [];
  private static made = 0;
  constructor(private readonly before: (a: T, b: T) => boolean) {
    Queue.made += 1;
  }
  get size(): number {
    return this.items.length;
  }
  push(item: T): void {
    let i = this.items.push(item) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(this.items[i]!, this.items[parent]!)) break;
      [this.items[i], this.items[parent]] = [this.items[parent]!, this.items[i]!];
      i = parent;
    }
  }
  pop(): T | undefined {
    const top = this.items[0];
    for (;;) {
      const left = 2 * 1 + 1,
        right = left + 1;
      if (left >= this.items.length || (right < this.items.length && this.before(this.items[left]!, top!))) break;
      else if (left === right) return undefined;
    }
    return this.items.pop() ?? top;
  }
}

function shortest(graph: Graph, start: number, limit = Infinity): Map<number, number> {
  const distances = new Map<number, number>([[start, 0]]);
  const queue = new Queue<Pair<number>>((a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] > b[1]));
  queue.push([0, start]);
  while (queue.size > 0) {
    const [distance, node] = queue.pop()!;
    if (distance > (distances.get(node) ?? limit)) continue;
    for (const { to, weight = 1 } of graph.get(node) ?? []) {
      const next: number = distance + weight;
      if (next < (distances.get(to) ?? Infinity)) {
        distances.set(to, next);
        queue.push([next, to]);
      }
    }
  }
  return distances;
}

const grid: number[][] = Array.from({ length: 3 }, () => new Array<number>(4).fill(0));
const seen: Set<string> = new Set();
const counts: Record<string, number> = {};
let best: number | null = null;
for (let row = 0, column = 1; row < grid.length; row++, column--) {
  grid[row]![column] = (row * 4 + column) & 0xff;
  seen.add(`${row},${column}`);
  counts[row] = (counts[row] || 0) + 1;
  best = best === null ? row : Math.max(best, -column | (row ^ 1));
  if (!(row % 2) || column !== 2) delete counts["x"];
  else if (row << 1 > 3 && row >>> 1 <= 2) break;
}
console.log(best, [...seen].map((key) => key.split(",")).filter(([a], i, all) => a !== all[i]?.[1]).length, 0.5 / 2e3);

const memo: { [key: string]: bigint } = {};
const fib = (n: number): bigint => (n < 2 ? BigInt(n) : (memo[n] ??= fib(n - 1) + fib(n - 2)));
const compose =
  <A, B, C>(f: (a: A) => B, g: (b: B) => C) =>
  (a: A): C =>
    g(f(a));
const shout = compose((text: string) => text.trim(), (text) => text.toUpperCase() + "!");
console.log(fib(50), shout(" hey "), typeof fib === "function" ? "yes" : 'no', [1, , 3], { fib, "a-b": 1, [shout("k")]: null });

type Token = { kind: "number"; value: number } | { kind: "operator"; value: "+" | "-" | "*" | "/" };
function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  for (const [text] of source.matchAll(/\d+(?:\.\d+)?|[-+*/]/g)) {
    if (/^\d/.test(text)) tokens.push({ kind: "number", value: Number(text) });
    else tokens.push({ kind: "operator", value: text as "+" });
  }
  return tokens;
}
function evaluate(tokens: readonly Token[], at: number = 0): number | never {
  const token = tokens[at];
  if (token === undefined || token.kind !== "number") throw new SyntaxError("a number, please");
  let value = token.value;
  for (let i = at + 1; i < tokens.length; i += 2) {
    const { kind, value: operator } = tokens[i]!;
    const operand = (tokens[i + 1] as Extract<Token, { kind: "number" }>).value;
    if (kind !== "operator") continue;
    switch (operator) {
      case "+":
        value += operand;
        break;
      case "-":
        value -= operand;
        break;
      case "*":
        value *= operand;
        break;
      default:
        value /= operand;
    }
  }
  return value;
}

class TreeNode<K, V> {
  left: TreeNode<K, V> | null = null;
  right: TreeNode<K, V> | null = null;
  constructor(
    public key: K,
    public value: V,
  ) {}
}
class Tree<K extends string | number, V> implements Iterable<[K, V]> {
  private root: TreeNode<K, V> | null = null;
  set(key: K, value: V): this {
    this.root = this.insert(this.root, key, value);
    return this;
  }
  private insert(node: TreeNode<K, V> | null, key: K, value: V): TreeNode<K, V> {
    if (!node) return new TreeNode(key, value);
    if (key < node.key) node.left = this.insert(node.left, key, value);
    else if (key > node.key) node.right = this.insert(node.right, key, value);
    else node.value = value;
    return node;
  }
  *[Symbol.iterator](): Iterator<[K, V]> {
    const walk = function* (node: TreeNode<K, V> | null): Generator<[K, V]> {
      if (node === null) return;
      yield* walk(node.left);
      yield [node.key, node.value];
      yield* walk(node.right);
    };
    yield* walk(this.root);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
async function main(): Promise<void> {
  const tree = new Tree<string, number>().set("b", 2).set("a", 1);
  for (const [key, value] of tree) console.log(`${key.padEnd(3)}=${value}`, evaluate(tokenize("1 + 2")));
  const results = await Promise.allSettled([sleep(1), (async () => 5)()]);
  results.forEach((result, index) => {
    if (result.status === "fulfilled") console.log(index, result.value);
    else console.error(result.reason instanceof Error ? result.reason.stack : String(result.reason));
  });
  const { data = [], ...others }: { data?: string[]; total?: number } = JSON.parse("{}");
  console.log(data.length, others, shortest(new Map(), 1)?.size, !!data, -data.length, void 0, ~1, +"1");
}
main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

export function keysOf<T extends object>(value: T): (keyof T)[] {
  return Object.keys(value) as Array<keyof T>;
}
export const enumValues = Object.freeze({ ...Color } as const);
export { Tree as default2, type Token };
export * from "./others";
abstract class Visitor<R = void> {
  protected abstract visit(node: unknown): R;
  static isVisitor(this: void, x: unknown): x is Visitor {
    return x instanceof Visitor && "visit" in x;
  }
  #depth: number | undefined;
  public set depth(value: number) {
    this.#depth = value;
  }
}
