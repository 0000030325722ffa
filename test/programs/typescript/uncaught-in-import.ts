import { run } from "./lib/work.js";

const n: number = 3;
run(n, (x: number): void => {
  throw new Error(`callback ${x}`);
});
