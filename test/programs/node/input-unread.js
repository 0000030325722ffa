process.stdin.pause();
console.log("reads nothing", process.stdin.isPaused(), process.stdin.readableLength);
