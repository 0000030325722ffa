const values: number[] = Array.from({ length: 4 }, (): number => Math.random());
console.log(values.every((v: number): boolean => v >= 0 && v < 1), new Set(values).size, crypto.randomUUID().length);
