
const log: string[] = [];
const note = <T>(name: string, value: T): T => { log.push(name); return value; };
class Base { a = note("a", 1); constructor(public b = note("b", 2)) { note("base", 0); this.init(); } init(): void { note("init", 0); } }
class Derived extends Base { c?: number; d = note("d", 4); declare e: number; constructor(private f: number) { super(); note("derived", this.f); } override init(): void { this.c = note("c", 3); this.e = 5; } }
const it = new Derived(6);
console.log(log.join(), it, Object.getOwnPropertyDescriptor(it, "c"));
class Overridden { get x(): string { return "getter"; } }
class Field extends (Overridden as any) { x = "field"; }
console.log(new Field().x, Object.keys(new Field()));
