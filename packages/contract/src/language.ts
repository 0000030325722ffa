import { type Static, Type } from "typebox";

/** One installed language, as `GET /v1/languages` shows it. */
export const LanguageSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** Of the installed toolchain. */
  version: Type.String(),
  aliases: Type.Array(Type.String()),
  /** Extensions of its source files, with the dot as declared. */
  extensions: Type.Array(Type.String()),
  /** Name of the file that `source` becomes. */
  file: Type.String(),
  compiled: Type.Boolean(),
  /** Its runtime is booted before the request arrives. */
  primed: Type.Boolean(),
  hello: Type.Object({ source: Type.String(), stdout: Type.String() }),
});
export type Language = Static<typeof LanguageSchema>;

export const LanguageListSchema = Type.Object({ languages: Type.Array(LanguageSchema) });
export type LanguageList = Static<typeof LanguageListSchema>;
