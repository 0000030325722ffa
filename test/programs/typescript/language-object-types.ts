
const o = { async *gen<T>(this: any, x: T): AsyncGenerator<T> { yield x }, get a(): number { return 1 }, set a(v: number) {}, ["c" + 1]: 2 as number, async m<T>(x: T): Promise<T> { return x }, async: 1, get: 2, static: 3, f: function <T>(this: void, x: T): T { return x }, g: async <T,>(x: T): Promise<T> => x, h: (x?: number, ...y: string[]): x is 5 => true };
console.log(Object.keys(o), o.f(1), o.h(5));
const cond = true ? (x: number): number => x : (y: string): string => y;
const nested = (a: { b: { c?: string }[] } = { b: [] }, { d = 1, e: { f = 2 } = {} }: { d?: number; e?: { f?: number } } = {}): [number, number] => [d, f];
console.log(cond(3 as never), nested(), (<T>(x: T) => x)<number>(4), ((a, b?: number): void => {})(1), (function (this: Date): number { return this.getTime(); }).call(new Date(5)));
const call = async (f: () => Promise<void>): Promise<void> => f(); call(async (): Promise<void> => console.log("async arrow"));
let async: any = (x: any) => x; console.log(async (1), async < 1, (async) => 2);
new (class { private x?: string; readonly y: number = 1; static readonly z: string; protected async q?(): Promise<void>; constructor() { console.log(Object.keys(this)); } })();
