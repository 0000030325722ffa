
const o: { a?: { b?: () => number[] } | null; [k: string]: any } = { a: { b: () => [1, 2, 3] } };
console.log(o.a?.b?.()?.[1], o.x?.y!.z, o["a"]?.["b"], o.n ?? "none", (o.count ||= 5), (o.count &&= 6), (o.nothing ??= null));
console.log(2 ** 10, 10n ** 20n, 1_000_000, 0b101, 0o17, [..."añ🦊"], Math.max(...[1, 2, 3] as number[]), [3, 1, 2].toSorted?.(), [1, 2].at(-1));
const tag = (parts: TemplateStringsArray, ...values: unknown[]): string => parts.raw.join("|") + values.join();
console.log(tag`a${1 as number}b\n${"x" satisfies string}c`, tag<any>`${[1]}`, `${`nested ${1 as any}`} ${{ a: 1 }.a}`);
const { a, ...rest }: Record<string, unknown> = { a: 1, b: 2, c: 3 }; const [x, , y = 5, ...z]: number[] = [1, 2, , 4, 5] as any;
console.log(a, rest, x, y, z, /(?<year>\d{4})-(?<m>\d\d)/u.exec("2026-11")?.groups?.year, /[/\]]+/.test("]"), 4 / 2 / 1);
outer: for (let i = 0; i < 3; i++) for (const j of [0, 1]) { if (j === 1) continue outer; if (i === 2) break outer; console.log(i, j); }
function* gen(this: void, n: number): Generator<number, string, boolean> { const got = yield n; return got ? "yes" : "no"; }
const g = gen(3); console.log(g.next(), g.next(true), true, void 0, (1, 2), typeof undefined_thing);
var undefined_thing: undefined; switch (+"3" as number) { case 3: console.log("three"); break; default: }
do { var once: boolean = true } while (!once); try { throw null } catch { console.log("caught") } finally { }
console.log(Object.groupBy === undefined || true, structuredClone({ d: new Date(0) }), typeof globalThis);
