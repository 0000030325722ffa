async function main() {
  console.log("waits");
  await new Promise(() => {});
  console.log("never");
}

process.on("exit", (code) => console.log("exit", code));
main().finally(() => console.log("never"));
setTimeout(() => console.log("never"), 10_000).unref();
