export const greet = (name: string): string => `hello ${name}`;
export default 42 as number;
