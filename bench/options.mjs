import { parseArgs } from "node:util";

const HELP = `Measures Neuron beside the same programs started by hand.

  npm run bench -- [options]

  --only NAME,...   only these scenarios (see below)
  --quick           fewer samples, for a first look
  --url URL         measure a running service instead of an own one; leaves out what needs its processes
  --help            this text

Scenarios:
`;

/** @param {readonly { name: string, title: string }[]} scenarios */
export const readOptions = (argv, scenarios) => {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      url: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    const width = Math.max(...scenarios.map(({ name }) => name.length));
    const list = scenarios.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}\n`);
    return { help: HELP + list.join("") };
  }
  const names = values.only?.split(",").map((name) => name.trim()) ?? null;
  const unknown = names?.filter((name) => !scenarios.some((scenario) => scenario.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no scenario ${unknown.join(", ")}; see --help.`);
  return {
    help: null,
    quick: values.quick,
    url: values.url === undefined ? null : new URL(values.url),
    scenarios: scenarios.filter(({ name }) => names === null || names.includes(name)),
  };
};
