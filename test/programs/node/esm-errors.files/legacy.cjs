module.exports = { ...JSON.parse("{}") };
