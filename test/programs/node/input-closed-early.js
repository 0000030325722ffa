process.stdin.once("data", (chunk) => {
  console.log("first byte", chunk[0]);
  process.stdin.destroy();
});
process.stdin.on("end", () => console.log("never"));
process.stdin.on("close", () => {
  console.log("closed", process.stdin.destroyed);
  process.stdin.on("error", (error) => console.log(error.code));
  console.log(process.stdin.read());
});
