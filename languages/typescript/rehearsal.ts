// Run once while a TypeScript is booted, by a child that ends with it: the memory that it writes to is what programs will
// write to.
import { readFileSync } from "fs";
import * as path from "path";

enum Kind {
  Small,
  Large = 10,
}
interface Item {
  readonly name: string;
  kind: Kind;
  tags?: string[];
}
type Table<T> = Map<string, T>;

abstract class Store<T extends Item> {
  protected readonly items: Table<T> = new Map();
  constructor(private readonly limit: number = 100) {}
  abstract accepts(item: T): boolean;
  add(item: T): this {
    if (this.items.size >= this.limit || !this.accepts(item)) throw new RangeError(`no room for ${item.name}`);
    this.items.set(item.name, item);
    return this;
  }
  get names(): string[] {
    return [...this.items.keys()].sort((a, b) => a.localeCompare(b));
  }
  find(test: (item: T) => boolean): T | undefined {
    for (const [, item] of this.items) if (test(item)) return item;
    return undefined;
  }
}
class Shop extends Store<Item> {
  accepts({ kind }: Item): boolean {
    return kind !== Kind.Large;
  }
}

function sum<T>(list: readonly T[], value: (item: T, index: number) => number): number {
  let total = 0;
  for (let i = 0; i < list.length; i++) total += value(list[i]!, i);
  return total;
}

const numbers: number[] = (readFileSync(0, "utf8") as string).split("\n").map(Number);
const shop = new Shop(3).add({ name: "b", kind: Kind.Small }).add({ name: "a", kind: 1 as Kind, tags: ["x"] });
try {
  shop.add({ name: "c", kind: Kind.Large });
} catch (error) {
  console.log((error as Error).message);
}
console.log("%d of", numbers.length, shop.names.join(" "), shop.find((item) => item.tags?.[0] === "x"));
console.log(sum([3, 1, 2], (n, i) => n * i), path.basename("/a/b.ts"), { deep: { list: [1, "two", null] } });
