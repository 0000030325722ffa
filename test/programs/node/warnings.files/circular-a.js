require("./circular-b.js");
module.exports = { done: true };
