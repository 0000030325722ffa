const a: number = 1;
let b: = 3;
console.log(a, b);
