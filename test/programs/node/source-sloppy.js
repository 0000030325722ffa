function receiver() {
  return this;
}

undeclared = 010;
var hoisted = typeof later;
with ({ inside: "with" }) console.log(inside, undeclared, hoisted);
console.log(receiver() === globalThis, receiver.call(5), "hoisted" in globalThis, delete globalThis.undeclared);
eval("var evaluated = 'leaks'");
console.log(evaluated, typeof undeclared, arguments.length, arguments.callee.length);
<!-- an old comment
console.log(arguments.callee.toString().split("\n")[0], later());
function later() {
  return "function below";
}
return;
console.log("not reached");
