const { register } = require("module");
const { pathToFileURL } = require("url");

register("./hooks.mjs", pathToFileURL(__filename));
import("virtual:things/7").then((things) => console.log(things.default));
