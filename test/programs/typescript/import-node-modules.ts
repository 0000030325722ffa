import greet, { type Options } from "greeter";
import { deep } from "greeter/deep";
const options: Options = { loud: true };
console.log(greet("you", options), deep);
