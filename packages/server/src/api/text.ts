import { invalidField } from "./problem-error.js";

// Node 20 has it; the ES2023 library does not declare it. It is one flag for most strings, a scan for the rest.
interface WellFormed {
  isWellFormed(): boolean;
}

/** JSON can spell half a surrogate pair (`"\ud800"`), which no UTF-8 file, pipe or argument can hold. */
export const refuseIllFormed = (field: string, text: string): void => {
  if ((text as string & WellFormed).isWellFormed()) return;
  throw invalidField(
    field,
    `${field} has half of a surrogate pair, which UTF-8 cannot hold.`,
    "Send text as UTF-8, and bytes as a file with encoding base64.",
  );
};

/** For what becomes a C string: arguments and environment. */
export const refuseNul = (field: string, text: string): void => {
  if (text.includes("\0")) throw invalidField(field, `${field} has a NUL character.`);
};
