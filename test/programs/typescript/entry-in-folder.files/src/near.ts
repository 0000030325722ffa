export const near: string = __dirname;
