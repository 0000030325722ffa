import { late } from "./late";
console.log(late);
