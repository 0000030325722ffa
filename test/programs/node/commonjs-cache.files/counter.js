console.log("counter is loaded");
let count = 0;
module.exports = () => ++count;
