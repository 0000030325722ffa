process.nextTick(() => {
  throw { code: 12, message: "looks like an error", list: [1, [2, [3, [4]]]], toString: () => "own text" };
});
console.log("end of the script");
