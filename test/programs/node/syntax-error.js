console.log("never printed");
const total = [1, 2, 3;
console.log(total);
