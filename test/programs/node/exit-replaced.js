const exit = process.exit;
const reallyExit = process.reallyExit;
process.exit = (code) => {
  console.log("asked for", code);
  setImmediate(() => exit(code * 2));
};
process.reallyExit = (code) => {
  console.log("really", code);
  reallyExit(code + 1);
};
process.exit(4);
console.log("still here");
