const domain = require("domain");
const { EventEmitter } = require("events");

const area = domain.create();
area.on("error", (error) => {
  console.log("domain", error.message, error.domainThrown, error.domain === area);
  process.exitCode = 9;
});
area.run(() => {
  setTimeout(() => {
    throw new Error("in a timer");
  }, 1);
  Promise.resolve().then(() => console.log(process.domain === area));
});
const emitter = new EventEmitter();
area.add(emitter);
emitter.emit("error", new Error("from an emitter"));
area.intercept((value) => console.log("value", value))(null, 5);
area.intercept(() => console.log("never"))(new Error("as an argument"));
try {
  process.setUncaughtExceptionCaptureCallback(() => {});
} catch (error) {
  console.log(error.code);
}
