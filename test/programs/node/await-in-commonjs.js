const fs = require("fs");
const text = await fs.promises.readFile(__filename, "utf8");
console.log(text);
