import { execFileSync, spawnSync } from "child_process";
console.log(execFileSync("echo", ["from", "a", "child"] as string[]).toString());
const { status, signal }: { status: number | null; signal: string | null } = spawnSync("sh", ["-c", "exit 3"]);
console.log(status, signal);
