
const load = async (name: string): Promise<Record<string, unknown>> => import(`./${name}`);
(async () => {
  const { greet, default: main } = await import("./greet.js");
  console.log(greet("you"), main, (await import("node:path")).sep, (await import("./greet")).greet === greet);
  console.log(Object.keys(await load("data.json")), await load("nothing").catch((e: NodeJS.ErrnoException) => e.code));
  console.log(await Promise.all([1, 2].map(async (n: number) => (await import("./greet")).greet(String(n)))));
})();
