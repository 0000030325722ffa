import { a } from "./missing.js";
console.log(a);
