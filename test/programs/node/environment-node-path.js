console.log(require("shared"), require("shared/other.js"), require("module").globalPaths.slice(0, 2).length);
import("shared").catch((error) => console.log(error.code));
