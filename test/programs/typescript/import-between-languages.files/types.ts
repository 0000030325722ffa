export const T: string = 'ts';
export interface I {}
