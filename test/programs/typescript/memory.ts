const blocks: Uint8Array[] = Array.from({ length: 40 }, (_: unknown, i: number): Uint8Array => new Uint8Array(1 << 20).fill(i));
const words: Map<string, number> = new Map(Array.from({ length: 100_000 }, (_, i): [string, number] => [`w${i}`, i]));
console.log(blocks.reduce((sum: number, b: Uint8Array): number => sum + b[5]!, 0), words.get("w99999"));
