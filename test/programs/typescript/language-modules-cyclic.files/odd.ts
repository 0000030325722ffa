
import { even, Even } from "./even";
export const odd = (n: number): boolean => n !== 0 && even(n - 1);
export const names = (): string[] => [Even.name, "odd"];
