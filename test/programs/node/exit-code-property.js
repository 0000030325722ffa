for (const value of ["5", 1.5, "x", {}, true, null, undefined, 2]) {
  try {
    process.exitCode = value;
    console.log(process.exitCode);
  } catch (error) {
    console.log(error.code, error.message);
  }
}
process.on("exit", (code) => {
  console.log("exit", code);
  process.exitCode += 1;
});
