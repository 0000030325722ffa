
import { odd, names } from "./odd";
export function even(n: number): boolean { return n === 0 || odd(n - 1); }
export class Even { static others(): string[] { return names(); } }
console.log("even is loaded", typeof odd);
