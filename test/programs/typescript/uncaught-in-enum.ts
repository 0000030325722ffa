enum Level {
  Low = 1,
  High = ((): number => { throw new Error("in an enum"); })(),
}
console.log(Level);
