export { value as "module.exports" };
const value = { whole: true };
