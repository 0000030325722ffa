
import { even } from "./even";
export function odd(n: number): boolean { return n !== 0 && even(n - 1); }
export const tag = "main";
console.log(even(10), odd(7), even(3));
