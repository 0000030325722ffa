exports.parent = module.parent && module.parent.filename;
exports.main = require.main === module;
exports.file = __filename;
