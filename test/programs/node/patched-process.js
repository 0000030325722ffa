const real = process;
globalThis.process = { argv: ["fake"], exit: () => real.stdout.write("fake exit\n"), env: {} };
console.log(process.argv, require("process") === real, typeof process.nextTick);
process.exit(4);
setTimeout(() => {
  real.nextTick(() => console.log("real tick"));
  process = undefined;
  console.log(typeof process, require("fs").readFileSync(__filename).length > 100);
  Promise.resolve().then(() => {
    real.exitCode = 8;
    undefined.property;
  });
}, 1);
