for (const name of ["./broken", "./fine", "./redeclared"]) try {
  console.log(require(name));
} catch (error: any) {
  console.log(error instanceof SyntaxError, error.name, error.message);
}
