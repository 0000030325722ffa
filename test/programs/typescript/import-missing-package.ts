const name: string = "no-such-package";
try { require(name); } catch (error: any) { console.log(error.code, error.message); }
require("./lib/missing.mjs");
