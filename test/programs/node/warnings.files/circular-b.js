const a = require("./circular-a.js");
exports.value = a.value;
