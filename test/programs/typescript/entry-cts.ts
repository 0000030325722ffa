import os = require("os");
const eol: string = os.EOL;
console.log(JSON.stringify(eol), __filename, require.main!.filename);
export = { eol };
