export * from "./execution.js";
export * from "./language.js";
export * from "./limits.js";
export * from "./outcome.js";
export * from "./pool.js";
export * from "./problem.js";
export * from "./query.js";
export * from "./stats.js";
