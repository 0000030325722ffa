const inspector = require("inspector");

const session = new inspector.Session();
session.connect();
session.post("Runtime.evaluate", { expression: "({ a: 6 * 7 })", returnByValue: true }, (error, { result }) =>
  console.log(error, result),
);
session.post("Runtime.evaluate", { expression: "missing" }, (_, { exceptionDetails }) =>
  console.log(exceptionDetails.text, exceptionDetails.exception.className),
);
session.on("Runtime.consoleAPICalled", ({ params: { type, args } }) =>
  setImmediate(() => process.stdout.write(`seen ${type} ${args[0].value}\n`)),
);
session.post("Runtime.enable");
console.log("logged");
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true });
const counted = (n) => n + 1;
for (let n = 0; n < 5; n++) counted(n);
session.post("Profiler.takePreciseCoverage", (_, { result }) => {
  const { functions } = result.find(({ url }) => url.endsWith("main.js"));
  console.log(functions.find(({ functionName }) => functionName === "counted").ranges[0].count);
});
session.post("No.such", (error) => console.log(error.code, error.message));
console.log(inspector.url(), typeof inspector.console.log);
session.disconnect();
