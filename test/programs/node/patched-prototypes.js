Object.prototype.inherited = "everywhere";
Array.prototype.last = function () {
  return this[this.length - 1];
};
String.prototype.shout = function () {
  return `${this.toUpperCase()}!`;
};
Promise.prototype.tap = function (use) {
  return this.then((value) => (use(value), value));
};
const { then } = Promise.prototype;
let thens = 0;
Promise.prototype.then = function (...args) {
  thens++;
  return then.apply(this, args);
};
const { push } = Array.prototype;
let pushes = 0;
Array.prototype.push = function (...args) {
  pushes++;
  return push.apply(this, args);
};
Array.prototype[Symbol.iterator] = ((original) =>
  function () {
    return original.call(this);
  })(Array.prototype[Symbol.iterator]);
Function.prototype.call = ((original) =>
  function (...args) {
    return Reflect.apply(original, this, args);
  })(Function.prototype.call);
RegExp.prototype.exec = ((original) =>
  function (text) {
    return original.call(this, text);
  })(RegExp.prototype.exec);
Map.prototype.get = ((original) =>
  function (key) {
    return original.call(this, key) ?? "default";
  })(Map.prototype.get);
for (const key in { own: 1 }) console.log(key);
console.log([1, 2].last(), "text".shout(), new Map().get("x"), { a: 1 }, "a-b".replace(/-/, "+"));
(async () => {
  console.log(await Promise.resolve(5).tap((value) => console.log("tap", value)));
  const { readFile } = require("fs/promises");
  console.log((await readFile(__filename, "utf8")).length > 100, thens > 0, pushes);
  console.log(require("util").inspect([[1]]), require("path").join("a", "b"), [..."ab"]);
  delete Object.prototype.inherited;
  Error.prototype.toString = () => "replaced text";
  throw new TypeError("own message");
})();
