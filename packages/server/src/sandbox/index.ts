export { createSandboxDriver, type SandboxDriverOptions } from "./driver.js";
export * from "./types.js";
