export * from "./execution.js";
export * from "./outcome.js";
