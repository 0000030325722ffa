console.log("evaluated");
await null;
const fs = require("fs");
console.log(fs);
