function read() {
  try {
    require("fs").readFileSync("/no/such/file");
  } catch (error) {
    throw new Error("cannot read the settings", { cause: error });
  }
}

try {
  read();
} catch (error) {
  throw new TypeError("cannot start", { cause: new Error("second", { cause: { error, reason: "plain" } }) });
}
