console.log("not this one");
