export const value = await Promise.resolve("awaited in a module");
export { value as default };
