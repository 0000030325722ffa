function leave() {
  try {
    throw new Error("lost");
  } finally {
    process.stdout.write("without newline");
    process.exit(12);
  }
}

process.once("exit", () => console.error("gone"));
leave();
console.log("never");
