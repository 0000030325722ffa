import type { Completable } from "./commands.js";

const quote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

export const fishCompletion = (all: readonly Completable[]): string => {
  const lines = all.flatMap(({ path, commands, options, values }) => {
    const when = `-n ${quote(`__neuron_at ${path.join(" ")}`.trim())}`;
    const describe = (text: string): string =>
      text === "" ? "" : ` -d ${quote(text.split("\n", 1)[0] ?? "")}`;
    return [
      ...commands.map(
        ({ name, description }) => `complete -c neuron ${when} -f -a ${quote(name)}${describe(description)}`,
      ),
      ...(values === null ? [] : [`complete -c neuron ${when} -f -a ${quote(values.join(" "))}`]),
      ...options.map(({ long, short, description, values: known }) => {
        const names = `-l ${long.slice(2)}${short === null ? "" : ` -s ${short.slice(1)}`}`;
        const value = known === null ? "" : known.length === 0 ? " -r" : ` -x -a ${quote(known.join(" "))}`;
        return `complete -c neuron ${when} ${names}${value}${describe(description)}`;
      }),
    ];
  });
  const paths = all.map(({ path }) => quote(path.join(" "))).filter((path) => path !== "''");
  return `# fish completion for neuron: neuron completion fish > ~/.config/fish/completions/neuron.fish
function __neuron_at
    set -l here
    for word in (commandline -opc)[2..-1]
        set -l next (string trim -- "$here $word")
        if contains -- $next ${paths.join(" ")}
            set -a here $word
        end
    end
    test "$here" = "$argv"
end
${lines.join("\n")}
`;
};
