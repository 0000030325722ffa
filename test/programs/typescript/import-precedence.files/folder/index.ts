export const folder: string = __filename;
