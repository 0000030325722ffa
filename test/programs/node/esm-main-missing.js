import { gone } from "./gone.js";

console.log("never", gone);
