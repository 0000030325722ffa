
function identity<T>(value: T): T { return value; }
const arrow = <T,>(value: T): T => value;
const constrained = async <const T extends readonly unknown[], U = T[number]>(list: T, ..._: U[]): Promise<T> => list;
class Stack<T = string> { private items: Array<T> = []; push(...items: T[]): this { this.items.push(...items); return this; } map<U>(f: (item: T) => U): U[] { return this.items.map<U>(f); } }
type Pair<A, B = A> = [first: A, second?: B];
const pair: Pair<number> = [1];
const a = 1, b = 2, c = 3;
const less = (a < b) as unknown as boolean, both = [a < b, c > b];
const f = identity<string>, g = new Map<string, Array<Map<number, Set<string>>>>([["k", []]]);
console.log(identity<Pair<string>>(["x"]), arrow(a), new Stack<number>().push(1, 2).map((n) => n * 2), pair, less, both, f("f"), g);
console.log(a<b, a>>1, a<b||b>c, identity(a<b), [a<(b), c>>>1], identity<number>(3));
constrained([1, 2] as const).then((list) => console.log(list));
