const fs = require("fs");
const path = require("path");

fs.mkdirSync("a/b/c", { recursive: true });
fs.writeFileSync("a/text.txt", "grüße\n");
fs.appendFileSync("a/text.txt", Buffer.from("second line\n"));
console.log(fs.readFileSync("a/text.txt", "utf8"), fs.statSync("a/text.txt").size, fs.existsSync("a/none"));
fs.copyFileSync("a/text.txt", "a/b/copy.txt");
fs.symlinkSync("../text.txt", "a/b/link");
fs.linkSync("a/text.txt", "a/hard");
fs.renameSync("a/b/copy.txt", "a/b/c/moved.txt");
console.log(
  fs.readdirSync("a", { recursive: true }).sort(),
  fs.readlinkSync("a/b/link"),
  fs.realpathSync("a/b/link"),
);
console.log(
  fs
    .readdirSync("a", { withFileTypes: true })
    .map((entry) => [entry.name, entry.isDirectory(), entry.parentPath])
    .sort(),
);
fs.chmodSync("a/hard", 0o640);
fs.utimesSync("a/hard", 1000, 2000);
const { mode, mtime, nlink, uid } = fs.statSync("a/text.txt");
console.log(
  mode.toString(8),
  mtime.toISOString(),
  nlink,
  uid === process.getuid(),
  fs.lstatSync("a/b/link").isSymbolicLink(),
);
const file = fs.openSync("a/data", "w+");
console.log(
  fs.writeSync(file, "0123456789"),
  fs.writeSync(file, Buffer.from("AB"), 0, 2, 4),
  fs.ftruncateSync(file, 8),
);
const buffer = Buffer.alloc(10, ".");
console.log(fs.readSync(file, buffer, 1, 8, 0), buffer.toString(), fs.fstatSync(file, { bigint: true }).size);
fs.closeSync(file);
fs.writeFileSync("exclusive", "x", { flag: "wx" });
console.log(fs.accessSync("exclusive", fs.constants.R_OK), path.basename(fs.mkdtempSync("made-")).length);
const folder = fs.opendirSync("a/b");
const names = [];
for (let entry = folder.readSync(); entry; entry = folder.readSync()) names.push(entry.name);
folder.closeSync();
fs.rmSync("a", { recursive: true });
console.log(
  names.sort(),
  fs.readdirSync(".").length,
  fs.cpSync("exclusive", "copied"),
  fs.readFileSync("copied", "latin1"),
);
