const exports = { own: "names of the wrapper are declared again" };
const module = 5;

console.log(
  exports,
  module,
  typeof require,
  typeof __filename,
  import.meta.filename === process.argv[1],
  this,
);
