import { near } from "./near";
console.log(near satisfies string, __filename, process.cwd(), process.argv.slice(1));
