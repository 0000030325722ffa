import { mkdirSync, writeFileSync, readdirSync, promises } from "fs";
mkdirSync("out/deep", { recursive: true });
writeFileSync("out/deep/a.txt", "text" as string);
const names: string[] = readdirSync("out", { recursive: true } as any) as string[];
console.log(names);
promises.readFile("out/none").catch((e: NodeJS.ErrnoException): void => console.log(e.code, e.message));
