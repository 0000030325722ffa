exports.early = "a early";
const b = require("./b");
exports.late = `a late, ${b.seen}`;
