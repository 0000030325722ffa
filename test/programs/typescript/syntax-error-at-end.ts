function f(): void {
  if (true) {
    console.log("x");
