export { type Clock, systemClock } from "./clock.js";
export { createWorker, type Worker, type WorkerOptions, type WorkerTuning } from "./worker.js";
