const warn = process.stderr.write;
process.stderr.write = (text, ...rest) =>
  warn.call(process.stderr, text.replaceAll(process.pid, "PID"), ...rest);
process.on("unhandledRejection", (reason, promise) => {
  console.log("unhandled", reason.message, promise);
  setTimeout(() => promise.catch((error) => console.log("caught", error.message)), 5);
});
process.on("rejectionHandled", (promise) => console.log("handled", promise));
process.on("multipleResolves", (type) => console.log("multiple", type));
process.on("exit", (code) => console.log("exit", code));
Promise.reject(new Error("late"));
new Promise((resolve, reject) => {
  resolve(1);
  reject(new Error("ignored"));
});
