console.log("side effects");
