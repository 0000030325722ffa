const vm = require("vm");

for (const source of [
  "let a; let a;",
  "foo bar",
  "/(/",
  "'unterminated",
  "`${",
  "await 1",
  "new.target",
  "({a:1, get a(",
  "class A extends B { constructor() { super(; } }",
  "0b12",
  "import x from 'y'",
  "return 1",
  "for (const x of [1]) { continue missing; }",
  "\u2028 1 +",
  "private #x",
  "x?.y = 1",
]) {
  try {
    console.log(vm.runInThisContext(source, { filename: "snippet.js" }));
  } catch (error) {
    console.log(error.name, error.message, error.stack.split("\n").slice(0, 3));
  }
}
new Function("a", "b", "return a +");
