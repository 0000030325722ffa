import { createRequire } from "node:module";
const { typed } = createRequire(import.meta.url)("./typed.ts");
console.log(typed, import.meta.url);
