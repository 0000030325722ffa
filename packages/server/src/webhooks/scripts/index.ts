export { counts } from "./counts.js";
export { read } from "./read.js";
export { report } from "./report.js";
export { secret } from "./secret.js";
export { take } from "./take.js";
