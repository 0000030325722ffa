/** Another worker may have it; after three tries the execution ends as a dead letter, which costs nothing. */
export class NoSuchLanguageError extends Error {
  override readonly name = "NoSuchLanguageError";
  constructor(id: string) {
    super(`language ${id} is not installed here`);
  }
}
