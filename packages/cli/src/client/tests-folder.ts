import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionRequest } from "@neuron/sdk";
import { readBytes, toText } from "./files.js";
import { UsageError } from "./usage-error.js";

type Test = NonNullable<ExecutionRequest["tests"]>[number];

const ANSWERS = [".out", ".ans"];

/** `NAME.in` with `NAME.out` or `NAME.ans`, in the order in which people number them. */
export const readTests = (folder: string): Test[] => {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    throw new UsageError(`There is no directory ${folder}.`);
  }
  const inputs = names.filter((name) => name.endsWith(".in")).map((name) => name.slice(0, -".in".length));
  if (inputs.length === 0) {
    throw new UsageError(`${folder} has no tests: it needs files NAME.in, each with NAME.out or NAME.ans.`);
  }
  const order = new Intl.Collator("en", { numeric: true });
  return inputs.sort(order.compare).map((name) => {
    const answer = ANSWERS.map((end) => name + end).find((file) => names.includes(file));
    if (answer === undefined)
      throw new UsageError(`${join(folder, name)}.in has no answer: ${name}.out or ${name}.ans.`);
    const read = (file: string) => toText(join(folder, file), readBytes(join(folder, file)));
    return { name, stdin: read(`${name}.in`), expected: read(answer) };
  });
};
