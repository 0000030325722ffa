const { EventEmitter } = require("events");

class Pump extends EventEmitter {
  run() {
    this.emit("data", 1);
    this.emit("error", new Error("pump broke"));
  }
}

const pump = new Pump();
pump.on("data", (n) => console.log("data", n));
try {
  new EventEmitter().emit("error", "no error object");
} catch (error) {
  console.log(error.code, error.message, error.context);
}
pump.run();
