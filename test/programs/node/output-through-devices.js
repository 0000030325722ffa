const fs = require("fs");

for (const path of ["/dev/stdout", "/proc/self/fd/1", "/dev/fd/2", "/dev/null", "/dev/full"]) {
  try {
    fs.appendFileSync(path, `through ${path}\n`);
  } catch (error) {
    console.log(error.code, error.message);
  }
}
console.log(
  fs.fstatSync(1).isFIFO(),
  fs.fstatSync(2).isFIFO(),
  fs.fstatSync(0).isFile(),
  fs.readdirSync("/proc/self/fd").includes("2"),
);
fs.writeSync(1, "by its descriptor\n");
const stream = fs.createWriteStream(null, { fd: 1, autoClose: false });
stream.end("by a stream\n", () => console.log("end"));
