/** Characters that a shell would act on. Judge0 takes them out, so clients that work there do not depend on them. */
const SHELL_CHARACTERS = /[$&;<>|`]/g;

/** Splits as a shell does: at white space, except in quotes and after a backslash. A quote that is not closed ends at the end. */
export const splitWords = (text: string): string[] => {
  const words: string[] = [];
  let word = "";
  let begun = false;
  let quote = "";
  const clean = text.replace(SHELL_CHARACTERS, "");
  for (let i = 0; i < clean.length; i++) {
    const character = clean.charAt(i);
    if (quote !== "" && character === quote) {
      quote = "";
    } else if (quote === "'" || (quote === '"' && character !== "\\")) {
      word += character;
    } else if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      begun = true;
    } else if (character === "\\" && i + 1 < clean.length) {
      const next = clean.charAt(++i);
      word += quote === '"' && next !== '"' && next !== "\\" ? `\\${next}` : next;
      begun = true;
    } else if (quote === "" && /\s/.test(character)) {
      if (begun) words.push(word);
      word = "";
      begun = false;
    } else {
      word += character;
      begun = true;
    }
  }
  if (begun) words.push(word);
  return words;
};
