export { createQueueClient, QUEUE_DEFAULTS, type QueueClientOptions } from "./client.js";
export { QueueUnavailableError, WorkerSupersededError } from "./errors.js";
export type {
  Admission,
  Job,
  Lease,
  QueueClient,
  QueueStats,
  QueueWorker,
  Settlement,
  WorkerReport,
} from "./types.js";
export { createQueueWorker, type QueueWorkerOptions } from "./worker.js";
