/** An answer of Piston's that is not a success. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(`Piston refusal ${status}`);
  }
}

export const refuse = (status: number, message: string): Refusal => new Refusal(status, { message });
export const notFound = (): Refusal => refuse(404, "Not Found");
