
const wait = <T>(ms: number, value: T): Promise<T> => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));
async function* count(to: number): AsyncIterable<number> { for (let i = 0; i < to; i++) yield await wait(1, i); }
class Queue<T> implements AsyncIterable<T> { #items: T[] = []; async *[Symbol.asyncIterator](): AsyncGenerator<T> { yield* this.#items; } add(...items: T[]): this { this.#items.push(...items); return this; } }
const main = async (): Promise<void> => {
  for await (const n of count(3)) console.log(n);
  for await (const n of new Queue<string>().add("a", "b")) console.log(n);
  const [a, b]: [number, string] = await Promise.all([wait(2, 1), wait(1, "b")]);
  console.log(a, b, await Promise.allSettled([Promise.reject<never>("no"), wait(1, 2)]));
  try { await Promise.any<number>([]); } catch (error: unknown) { console.log((error as AggregateError).name); }
};
main().then((): void => console.log("done")).finally((): void => void console.log("finally"));
