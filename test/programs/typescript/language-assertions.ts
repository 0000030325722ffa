
type Shape = { kind: "round"; r: number } | { kind: "square"; side: number };
const raw: unknown = { kind: "round", r: 2 };
const shape = raw as Shape;
const same = <Shape>raw;
const checked = { kind: "square", side: 3 } satisfies Shape;
const list = [1, 2, 3] as const;
let maybe: string | undefined = "text" as string | undefined;
const length = maybe!.length, first = list[0]!, deep = ((maybe as any)!.foo as any)?.bar!;
function isRound(s: Shape): s is Extract<Shape, { kind: "round" }> { return s.kind === "round"; }
function assertText(value: unknown): asserts value is string { if (typeof value !== "string") throw new TypeError("no text"); }
assertText(maybe);
(maybe as any) = "changed"; maybe! += "!";
for (const x of [1, 2] as number[]) if (x as number > 1) console.log(x as unknown as string);
console.log(shape, same, checked.side, list, maybe, length, first, deep, isRound(shape), (() => 3)() as number, typeof (raw as object));
const o = { as: 1, satisfies: 2, type: 3, declare: 4, abstract: 5, readonly: 6, is: 7, get: 8, set: 9, of: 10, keyof: 11, infer: 12 };
var type = o.type, as = o.as, declare = o.declare, namespace = "ns", abstract = 1, readonly = 2, of = 3;
console.log(o, type, as, declare, namespace, abstract, readonly, of, type
  < 5);
