
export * from "./numbers";
export * as all from "./numbers.js";
export { default as Total, one as first } from "./numbers";
export { type Hidden } from "./numbers";
import def from "./numbers";
export default def;
console.log("index is loaded");
