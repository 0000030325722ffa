class Failure<T> extends Error {
  override readonly name: string = "Failure";
  constructor(message: string, readonly detail: T, options?: ErrorOptions) { super(message, options); }
}
try {
  JSON.parse("{" as string);
} catch (cause: unknown) {
  throw new Failure<number[]>("cannot read", [1, 2], { cause });
}
