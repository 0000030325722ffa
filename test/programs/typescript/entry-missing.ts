console.log("not this");
