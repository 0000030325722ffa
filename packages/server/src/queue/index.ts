export { AttachedInput } from "./attached-input.js";
export { createQueueClient, QUEUE_DEFAULTS, type QueueClientOptions } from "./client.js";
export type { DeadLetter, DeadLetters } from "./dead-letters.js";
export { QueueUnavailableError, WorkerSupersededError } from "./errors.js";
export type {
  Admission,
  Idempotency,
  Job,
  Lease,
  QueueClient,
  QueueStats,
  QueueWorker,
  Refusal,
  Settlement,
  WorkerReport,
} from "./types.js";
export { createQueueWorker, type QueueWorkerOptions } from "./worker.js";
