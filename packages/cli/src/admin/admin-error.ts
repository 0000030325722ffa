/** The administration cannot do what was asked: the message says why, and what to do. */
export class AdminError extends Error {
  override readonly name = "AdminError";
}
