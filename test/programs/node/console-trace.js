function inner() {
  console.trace("here %s", "with text", { a: 1 });
}

function outer() {
  console.group("indented");
  inner();
  console.groupEnd();
}

outer();
[1].forEach(() => console.trace());
setTimeout(outer, 1);
Promise.resolve().then(function later() {
  console.trace(new Error("an error").message);
});
console.error(new Error("printed"), { error: new TypeError("nested") });
console.log(new Error("with cause", { cause: new Error("the cause") }));
