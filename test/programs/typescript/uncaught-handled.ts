process.on("uncaughtException", (error: Error, origin: string): void => {
  console.log(origin, error.message, error.stack!.split("\n")[1]);
  process.exitCode = 3;
});
setImmediate((): never => { throw new Error("late"); });
