async function main() {
  for (const specifier of [
    "./missing.mjs",
    "./fine",
    "missing-package",
    "node:missing",
    "https://example.org/x.mjs",
    "./",
    "./wrong-name.mjs",
    "./bad-syntax.mjs",
    "./throws.mjs",
    "./throws.mjs",
    "./imports-throws.mjs",
    "./requires.mjs",
    "./cjs-name.mjs",
    "data:text/plain,hello",
    "./%2f.mjs",
    "#inner",
  ]) {
    try {
      console.log(await import(specifier));
    } catch (error) {
      console.log(specifier, error.name, error.code, error.message);
    }
  }
  await import("./bad-syntax.mjs");
}

main();
