const order: string[] = [];
process.nextTick((): unknown => order.push("tick"));
Promise.resolve().then((): unknown => order.push("promise"));
setImmediate((): void => { order.push("immediate"); setTimeout((): unknown => order.push("timeout"), 1); });
queueMicrotask((): unknown => order.push("micro"));
order.push("main" as string);
process.on("exit", (): void => console.log(order.join()));
