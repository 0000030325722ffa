const a = require("./a");
exports.seen = `b saw ${Object.keys(a)}`;
exports.finished = "late" in a;
