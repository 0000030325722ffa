const { execFileSync, spawnSync } = require("child_process");

console.log(process.env, Object.keys(process.env).length, "GREETING" in process.env, process.env.MISSING);
process.env.ADDED = 5;
process.env.UNDEFINED = undefined;
process.env.GREETING += " again";
delete process.env.EMPTY;
console.log(
  process.env.ADDED,
  process.env.UNDEFINED,
  "EMPTY" in process.env,
  Object.entries(process.env).at(-1),
  { ...process.env }.ADDED,
);
const shown = (options) => execFileSync("env", options).toString().split("\n").sort().join(" | ");
console.log(shown());
console.log(shown({ env: { ONLY: "this", SKIPPED: undefined } }));
console.log(
  spawnSync("bash", ["-c", "echo $GREETING $UNICODE; echo ${EMPTY-unset} $0"], {
    encoding: "utf8",
    argv0: "renamed",
  }).stdout,
);
console.log(execFileSync(process.execPath, ["-p", "process.env.GREETING + process.env.ADDED"]).toString());
try {
  process.env[Symbol("x")] = 1;
} catch (error) {
  console.log(error.message);
}
try {
  Object.defineProperty(process.env, "X", { value: 1, writable: false });
} catch (error) {
  console.log(error.code);
}
process.env = { REPLACED: "yes" };
console.log(process.env, shown());
