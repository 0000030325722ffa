const fs = require("fs");

fs.mkdirSync("folder/inner", { recursive: true });
fs.writeFileSync("file", "x");
fs.writeFileSync("locked", "x", { mode: 0 });
for (const attempt of [
  () => fs.readFileSync("missing"),
  () => fs.readFileSync("folder"),
  () => fs.writeFileSync("folder", "x"),
  () => fs.readFileSync("locked"),
  () => fs.writeFileSync("no/such/folder/x", "x"),
  () => fs.mkdirSync("folder"),
  () => fs.rmdirSync("folder"),
  () => fs.rmSync("missing"),
  () => fs.readdirSync("file"),
  () => fs.renameSync("missing", "elsewhere"),
  () => fs.openSync("file", "wx"),
  () => fs.openSync("file", "q"),
  () => fs.closeSync(999),
  () => fs.readFileSync({}),
  () => fs.readFileSync("a\0b"),
  () => fs.writeFileSync("file", 5),
  () => fs.readlinkSync("file"),
  () => fs.statSync("file/below"),
  () => fs.symlinkSync("file", "file"),
  () => fs.copyFileSync("file", "folder/none/x"),
  () => fs.readFileSync("file", "no-such-encoding"),
]) {
  try {
    console.log(attempt());
  } catch ({ name, code, errno, syscall, path, message }) {
    console.log(name, code, errno, syscall, path, message);
  }
}
console.log(
  fs.statSync("missing", { throwIfNoEntry: false }),
  fs.rmSync("missing", { force: true }),
  fs.existsSync(null),
);
fs.readFile("missing", (error, data) => {
  console.log(error.message, error.stack, data);
  fs.open("file/x", (second) => {
    throw second;
  });
});
