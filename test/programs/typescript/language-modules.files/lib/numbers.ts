
export const one: number = 1;
export let counter: number = 0;
export function increase(by: number = 1): number { counter += by; return counter; }
export default class Total { constructor(public sum: number = one) {} }
export { one as uno, increase as default2 };
export type Hidden = string;
export interface AlsoHidden { a: 1 }
