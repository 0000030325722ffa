export { createSandboxDriver, type SandboxDriverOptions } from "./driver.js";
export { type OutputPiece, type OutputPosition, type OutputStream, Transcript } from "./transcript.js";
export * from "./types.js";
