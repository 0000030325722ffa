const capture = process.setUncaughtExceptionCaptureCallback;

capture((error) => console.log("captured", error.message));
try {
  capture(() => {});
} catch (error) {
  console.log(error.code);
}
process.on("uncaughtException", () => console.log("not called"));
process.on("exit", (code) => console.log("exit", code));
setTimeout(() => {
  console.log(process.hasUncaughtExceptionCaptureCallback());
  capture(null);
  process.removeAllListeners("uncaughtException");
  throw new Error("two");
}, 5);
throw new Error("one");
