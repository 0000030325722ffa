for (const request of [
  "./missing",
  "missing-package",
  "@scope/missing",
  "node:missing",
  "./bad.json",
  "./no-main",
  "./bad-package",
  "./bad-syntax.js",
  "./addon.node",
  "./requires",
  "",
  5,
  "fs/nothing",
  "/",
  "test",
]) {
  try {
    console.log(require(request));
  } catch (error) {
    console.log(request, error.name, error.code, error.message, error.requireStack);
  }
}
require("./bad-syntax.js");
