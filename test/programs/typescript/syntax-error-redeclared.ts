type A = string;

let value: A = "a";
let value: A = "b";
