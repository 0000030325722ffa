console.log("evaluating");
throw new RangeError("while evaluating");
