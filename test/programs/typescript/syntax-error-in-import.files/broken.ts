export const a: number = 1;

export const b = [1, 2;
