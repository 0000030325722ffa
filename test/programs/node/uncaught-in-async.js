async function inner(depth) {
  await null;
  if (depth === 0) throw new RangeError("deep in async functions");
  await inner(depth - 1);
}

async function outer() {
  try {
    await inner(3);
  } finally {
    console.log("cleaned up");
  }
}

setTimeout(() => console.log("never fires"), 1000);
outer();
