process.stdout.destroy();
process.stdout.write("lost", (error) => console.error(error?.code));
console.log("lost as well");
setTimeout(() => {
  console.error(process.stdout.destroyed, process.stdout.writable);
  require("fs").writeSync(1, "the descriptor is still there\n");
  console.error("end");
}, 2);
