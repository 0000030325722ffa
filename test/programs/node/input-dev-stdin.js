const fs = require("fs");

const text = fs.readFileSync("/dev/stdin", "utf8");
const [count, ...numbers] = text.trim().split(/\s+/).map(Number);
console.log(count, Math.max(...numbers), numbers.length === count, fs.readFileSync("/dev/stdin").length);
