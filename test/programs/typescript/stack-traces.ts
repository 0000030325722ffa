import { make } from "./make";
function show(title: string, run: () => unknown): void {
  try { run(); } catch (error) { console.log(title, (error as Error).stack); }
}
class Shape { #f(): never { throw new Error("private"); } get area(): number { return this.#f(); } static async s(): Promise<never> { throw new Error("async"); } }
show("getter", () => new Shape().area); show("made" as string, (): unknown => make<string>("x")); show("imported", () => make(1 as any).length);
Shape.s().catch((error: Error) => console.log(error.stack));
console.log((new Error("here") as Error).stack, Error.stackTraceLimit); const o = { method<T>(this: any, x: T): string { return new Error(String(x)).stack!; } }; console.log(o.method<number>(1));
show("eval", () => eval("throw new Error('eval')"));
[1].forEach((x: number): void => console.log(new Error("native").stack!.split("\n").slice(0, 4)));
console.trace("trace %d" as string, 1);
