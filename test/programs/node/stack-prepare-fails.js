Error.prepareStackTrace = () => {
  throw new TypeError("no stack today");
};
try {
  console.log(new Error("first").stack);
} catch (error) {
  console.log("caught", error.message);
}
throw new Error("second");
