export const which: string = 'ts';
