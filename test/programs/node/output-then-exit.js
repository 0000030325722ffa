process.stdout.write("x".repeat(30_000));
process.stdout.write("y".repeat(30_000), () => console.error("written"));
process.stderr.write("z".repeat(30_000));
process.exit(5);
