
const größe: number = 3, 変数: string = "値", ñ = { "ключ": 1 as const, 名: "名前" };
interface Ünïcode { "ключ"?: number }
class Größe<T> { constructor(public readonly wert: T) {} }
console.log(größe, 変数, ñ, new Größe<Ünïcode>(ñ), "\u{1F98A} 🦊" as string, `${変数 as string}\u2028`, '\x41'.length, "🦊".length);
function fehler(größe: number): never { throw new RangeError(`Größe ${größe}`); }
try { /* 🦊🦊 */ fehler(größe as number); } catch (error) { console.log((error as Error).stack!.split("\n")[0]); }
