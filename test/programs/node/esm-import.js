process.removeAllListeners("warning");
process.on("warning", ({ name, message }) => console.log(name, message));

async function main() {
  const first = await import("./lib.mjs");
  const again = await import(`file://${__dirname}/lib.mjs`);
  console.log(first === again, first.counter, first.bump(), again.counter);
  console.log(first, Object.isSealed(first), first[Symbol.toStringTag]);
  console.log((await import("./lib.mjs?again")) === first);
  try {
    first.counter = 5;
  } catch (error) {
    console.log(error.message);
  }
  console.log((await import("fs")).default === require("fs"), Object.keys(await import("node:url")).length);
  console.log(await import("data:text/javascript,export default 6 * 7; export const url = import.meta.url"));
  console.log(await import("data:application/json,[1,2]", { with: { type: "json" } }));
}

main().then(() => console.log("done"));
console.log("end of the script");
