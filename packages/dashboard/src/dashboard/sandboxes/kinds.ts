/** What a sandbox can start at once (`python`, `launcher`, `ruby@ruby`), as people read it. */
export const kindMark = (kind: string | null): string => {
  if (kind === null) return "";
  const [prime = "", root] = kind.split("@");
  if (root !== undefined) return root.slice(0, 2);
  return prime === "launcher" ? "·" : prime.slice(0, 2);
};

export const kindName = (kind: string | null): string => {
  if (kind === null) return "nothing yet";
  const [prime = "", root] = kind.split("@");
  if (prime !== "launcher") return `${prime}, booted`;
  return root === undefined ? "any program" : `any program of ${root}`;
};
