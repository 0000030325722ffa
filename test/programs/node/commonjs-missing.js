console.log("before");
const pad = require("left-pad");
console.log(pad("5", 3));
