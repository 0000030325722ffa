module.exports = "in the second folder";
