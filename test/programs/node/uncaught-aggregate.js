Promise.any([
  Promise.reject(new Error("first")),
  Promise.reject("second"),
  Promise.reject(new RangeError("third")),
]);
console.log("waiting");
