const { execFileSync } = require("child_process");

const run = (script) => console.log(execFileSync("bash", ["-c", script], { encoding: "utf8" }));
const source = `
process.stdout.on("close", () => console.error("close"));
process.on("exit", (code) => console.error("exit", code));
const timer = setInterval(() => process.stdout.write("x".repeat(100)), 1);
`;
process.env.SOURCE = source;
process.env.NODE = process.execPath;
run('"$NODE" -e "$SOURCE" 2>&1 >/dev/full | grep -E "^(exit|close|Error)|code:"; echo ${PIPESTATUS[0]}');
run(
  '{ "$NODE" -e "$SOURCE" 2>errors; echo $? >status; } | head -c 5; cat status; grep -E "^(exit|close|Error)|code:" errors',
);
