import { fork, type ChildProcess } from "child_process";
if (process.send) { process.send({ argv: process.argv.slice(2), typed: 1 as number }); process.disconnect(); }
else { const child: ChildProcess = fork(__filename, ["child"]); child.on("message", (m: unknown): void => console.log(m)).on("exit", (code: number | null): void => console.log("exit", code)); }
