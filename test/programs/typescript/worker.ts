import { Worker, isMainThread, parentPort, workerData } from "worker_threads";
interface Job { n: number }
if (isMainThread) { const worker: Worker = new Worker(__filename, { workerData: { n: 20 } satisfies Job }); worker.on("message", (m: number): void => console.log(m)).on("exit", (c: number): void => console.log("exit", c)); }
else { const fib = (n: number): number => n < 2 ? n : fib(n - 1) + fib(n - 2); parentPort!.postMessage(fib((workerData as Job).n)); }
