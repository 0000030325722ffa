process.on("exit", (code) => console.log("exit", code));
Promise.reject({ plain: "object", nested: { list: [1, 2] } });
