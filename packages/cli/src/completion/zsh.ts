import type { Completable } from "./commands.js";

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** For `_describe`, which parts name and description at the first colon. */
const described = (name: string, description: string): string =>
  quote(`${name.replaceAll(":", "\\:")}:${description.split("\n", 1)[0]}`);

export const zshCompletion = (all: readonly Completable[]): string => {
  const cases = all.map(({ path, commands, options, values }) => {
    const words = [
      ...commands.map(({ name, description }) => described(name, description)),
      ...(values ?? []).map((value) => described(value, "")),
    ];
    const flags = options.flatMap(({ long, short, description }) =>
      [long, ...(short === null ? [] : [short])].map((name) => described(name, description)),
    );
    const taking = options.filter((option) => option.values !== null);
    const valueCases = taking.map(({ long, short, values: known }) => {
      const pattern = short === null ? long : `${long}|${short}`;
      const action =
        known === null || known.length === 0 ? "_files" : `compadd -- ${known.map(quote).join(" ")}`;
      return `        ${pattern}) ${action}; return ;;\n`;
    });
    return [
      `    ${quote(path.join(" "))})\n`,
      `      words_here=(${words.join(" ")})\n`,
      `      flags=(${flags.join(" ")})\n`,
      ...(valueCases.length === 0 ? [] : [`      case "$previous" in\n${valueCases.join("")}      esac\n`]),
      "      ;;\n",
    ].join("");
  });
  const paths = all.map(({ path }) => quote(path.join(" "))).filter((path) => path !== "''");
  return `#compdef neuron
# zsh completion for neuron. In ~/.zshrc: source <(neuron completion zsh)
_neuron() {
  local here="" word previous="\${words[CURRENT-1]}"
  local -a words_here flags
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${here:+$here }$word" in
      ${paths.join("|")}) here="\${here:+$here }$word" ;;
    esac
  done
  case "$here" in
${cases.join("")}  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe option flags
  elif (( \${#words_here} )); then
    _describe command words_here
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _neuron ]]; then _neuron "$@"; else compdef _neuron neuron; fi
`;
};
