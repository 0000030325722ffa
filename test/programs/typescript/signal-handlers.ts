process.on("SIGUSR2", (name: NodeJS.Signals): void => { console.log(name); clearInterval(alive); });
const alive: NodeJS.Timeout = setInterval((): void => {}, 1000);
process.kill(process.pid, "SIGUSR2");
