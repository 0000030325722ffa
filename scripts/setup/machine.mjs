import { readFileSync } from "node:fs";
import { SetupError } from "./say.mjs";

/** Ids of distributions whose package manager and package names we know. */
const APT_FAMILY = new Set(["debian", "ubuntu"]);

/** What has to hold before anything can be set up. Everything else is found out by `neuron doctor` later. */
export const checkMachine = () => {
  const problems = [];
  if (process.platform !== "linux") problems.push(`This is ${process.platform}; Neuron needs Linux.`);
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) problems.push(`Node ${process.versions.node} is too old; install Node 20 or newer.`);
  if (process.geteuid?.() !== 0) {
    const command = process.env.npm_lifecycle_event === "test" ? "npm test" : "npm start";
    problems.push(
      `Root is needed, to make sandboxes and to install packages. Run it again as root: sudo ${command}`,
    );
  }
  if (problems.length > 0) throw new SetupError(problems.join("\n"));
};

/** True on Debian, Ubuntu and what calls itself like them. */
export const hasApt = () => {
  let text = "";
  try {
    text = readFileSync("/etc/os-release", "utf8");
  } catch {
    return false;
  }
  const names = [...text.matchAll(/^(?:ID|ID_LIKE)=(.*)$/gm)].flatMap((match) =>
    match[1].replaceAll('"', "").split(" "),
  );
  return names.some((name) => APT_FAMILY.has(name));
};
