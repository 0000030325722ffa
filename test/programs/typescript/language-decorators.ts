
const seen: string[] = [];
function noted(value: any, context: DecoratorContext): any { seen.push(`${context.kind} ${String(context.name)} ${(context as any).static ?? ""}`); return value; }
const times = (n: number) => (method: (this: any, ...args: any[]) => any, _: ClassMethodDecoratorContext) => function (this: any, ...args: any[]): any { return Array.from({ length: n }, () => method.apply(this, args)); };
const initial = (value: unknown) => (_: undefined, context: ClassFieldDecoratorContext) => { context.addInitializer?.(function () { seen.push("initialized"); }); return () => value; };
@noted
class Thing {
  @noted @initial(7) field: number = 1;
  @noted static shared = 2;
  @noted accessor both = 3;
  @times(3) @noted hello(name: string): string { return `hi ${name}`; }
  @noted get got(): number { return this.field; }
}
console.log(new Thing().hello("x"), new Thing().field, new Thing().got, new Thing().both, Thing.shared);
console.log(seen);
