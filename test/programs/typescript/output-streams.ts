process.stdout.write("no newline" as string);
console.error("to %s", "stderr" as const);
console.log("x".repeat(70_000 as number).length);
process.stdout.write("y".repeat(200_000), (): void => console.error("written"));
console.table([{ a: 1, b: "x" }]);
console.warn({ deep: { er: { still: { more: 1 } } } });
