console.log("a string is thrown");
throw "just a string\nwith two lines";
