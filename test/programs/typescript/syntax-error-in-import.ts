console.log("begins");
import { a } from "./broken";
console.log(a);
