const { typed } = require("./typed");
console.log(typed, __filename, require.main === module);
