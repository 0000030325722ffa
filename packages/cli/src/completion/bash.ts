import type { Completable } from "./commands.js";

/** Words come from our own commands: letters, digits, dashes and commas. */
export const bashCompletion = (all: readonly Completable[]): string => {
  const cases = all.map(({ path, commands, options, values }) => {
    const words = [
      ...commands.map(({ name }) => name),
      ...(values ?? []),
      ...options.flatMap(({ long, short }) => [long, ...(short === null ? [] : [short])]),
    ];
    const taking = options.filter((option) => option.values !== null);
    const names = taking.flatMap(({ long, short }) => [long, ...(short === null ? [] : [short])]);
    const choices = taking
      .filter((option) => option.values !== null && option.values.length > 0)
      .map(({ long, short, values: known }) => {
        const pattern = short === null ? long : `${long}|${short}`;
        return `          ${pattern}) COMPREPLY=($(compgen -W "${(known ?? []).join(" ")}" -- "$current")); return ;;\n`;
      });
    return [
      `    "${path.join(" ")}")\n`,
      `      words="${words.join(" ")}"\n`,
      `      taking=" ${names.join(" ")} "\n`,
      ...(choices.length === 0
        ? []
        : [`      case "$previous" in\n${choices.join("").replace(/^ {2}/gm, "")}      esac\n`]),
      "      ;;\n",
    ].join("");
  });
  const paths = all.map(({ path }) => `"${path.join(" ")}"`).filter((path) => path !== '""');
  return `# bash completion for neuron. In ~/.bashrc: source <(neuron completion bash)
_neuron() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local path="" words="" taking="" word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "\${path:+$path }$word" in
      ${paths.join("|")}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join("")}  esac
  if [[ "$taking" == *" $previous "* ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -o bashdefault -F _neuron neuron
`;
};
