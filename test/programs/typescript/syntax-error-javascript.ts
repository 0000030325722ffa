import x from "./bad.js";
console.log(x);
