exports.named = "from CommonJS";
exports.__esModule = false;
Object.assign(exports, { hidden: 1 });
