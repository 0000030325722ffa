const util = require("util");

class HttpError extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
  get name() {
    return "HttpError";
  }
}
const short = (error) =>
  util
    .inspect(error)
    .split("\n")
    .filter((line) => !line.includes("node:internal"))
    .join("\n");
const renamed = new Error("renamed");
renamed.name = "Renamed";
const noStack = new Error("no stack");
delete noStack.stack;
noStack.stack = undefined;
const own = new Error("own stack");
own.stack = "only this";
console.log(short(new HttpError(404)));
console.log(short(renamed));
console.log(short(noStack));
console.log(short(own), short(Object.assign(new Error("p"), { code: "E1", info: { a: [1] } })));
console.log(short(new AggregateError([new Error("one"), "two"], "many")));
console.log(short(new Error("outer", { cause: new HttpError(500) })));
console.log(short(new Error("plain cause", { cause: { why: "x" } })));
console.log(short({ list: [new Error("in a list")] }));
console.log(
  short(new Error("")),
  short(new Error("two\nlines")),
  String(new HttpError(1)),
  new RangeError("x") + "",
);
console.log(short(new DOMException("dom", "AbortError")), new DOMException("x", "DataCloneError").code);
console.log(
  Object.getOwnPropertyNames(new Error("x")),
  JSON.stringify(new Error("x")),
  JSON.stringify({ ...new HttpError(2) }),
);
console.log(
  util.getSystemErrorName(-2),
  util.getSystemErrorMap().get(-13),
  short(new Error(undefined)),
  Error("called").constructor === Error,
);
