export function make<T>(value: T): T {
  if (typeof value === "string") {
    const wide: string   =   value as string; throw new TypeError(wide);
  }
  return undefined as any;
}
