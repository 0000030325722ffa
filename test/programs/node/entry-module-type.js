import fs from "fs";
console.log(import.meta.url, typeof module, fs.readdirSync(".").sort());
function inner() { return new Error("x").stack; }
console.log(inner());
export default 1;
