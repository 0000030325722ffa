const fs = require("fs");

fs.writeFile("one.txt", "first\n", (error) => {
  console.log("written", error);
  fs.appendFile("one.txt", "second\n", () => {
    fs.stat("one.txt", (_, { size }) => {
      console.log("size", size);
      fs.open("one.txt", "r", (_, file) => {
        fs.read(file, Buffer.alloc(5), 0, 5, 1, (_, count, buffer) => {
          console.log(count, buffer.toString());
          fs.close(file, () => fs.readdir(".", (_, names) => next(names.sort())));
        });
      });
    });
  });
});

function next(names) {
  console.log(names);
  let left = 20;
  const sums = [];
  for (let n = 0; n < 20; n++) {
    fs.writeFile(`many-${n}`, "x".repeat(n), () => {
      fs.readFile(`many-${n}`, "utf8", (_, text) => {
        sums[n] = text.length;
        if (--left === 0) fs.unlink("one.txt", () => console.log(sums.join(" "), fs.existsSync("one.txt")));
      });
    });
  }
}
console.log("end of the script");
