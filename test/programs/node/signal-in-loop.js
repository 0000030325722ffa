process.on("SIGTERM", () => {
  console.log("asked to stop");
  process.exit(143);
});
process.kill(process.pid, "SIGTERM");
for (let n = 0; n < 1e6; n++) Math.sqrt(n);
console.log("the loop goes first");
setTimeout(() => console.log("never"), 2000);
