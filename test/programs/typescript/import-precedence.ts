import { which } from "./both";
import { which as js } from "./both.js";
import { which as ts } from "./both.ts";
console.log(which, js, ts, require("./folder").folder);
