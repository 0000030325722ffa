async function main(): Promise<void> {
  await new Promise<void>((resolve: () => void) => setTimeout(resolve, 1));
  throw new Error("rejected");
}
main();
