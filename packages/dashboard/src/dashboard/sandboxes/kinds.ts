/** Where the first two letters would not be the ones that people know. */
const MARKS: Readonly<Record<string, string>> = {
  node: "js",
  ruby: "rb",
  typescript: "ts",
  perl: "pl",
  rust: "rs",
};

const mark = (name: string): string => MARKS[name] ?? name.slice(0, 2);

/** What a sandbox can start at once (`python`, `launcher`, `ruby@ruby`), as people read it. */
export const kindMark = (kind: string | null): string => {
  if (kind === null) return "";
  const [prime = "", root] = kind.split("@");
  if (root !== undefined) return mark(root);
  return prime === "launcher" ? "·" : mark(prime);
};

export const kindName = (kind: string | null): string => {
  if (kind === null) return "nothing yet";
  const [prime = "", root] = kind.split("@");
  if (prime !== "launcher") return `${prime}, booted`;
  return root === undefined ? "any program" : `any program of ${root}`;
};
