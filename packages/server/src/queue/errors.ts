/** Redis could not be reached, or did not answer, before the deadline. The call may be repeated as it is. */
export class QueueUnavailableError extends Error {
  override readonly name = "QueueUnavailableError";
}

/** A newer incarnation of the same worker has joined: this one holds nothing any more and must end. */
export class WorkerSupersededError extends Error {
  override readonly name = "WorkerSupersededError";
}
