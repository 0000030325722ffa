export const named: number = 5;
