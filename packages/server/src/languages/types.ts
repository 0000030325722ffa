import type { JailKind } from "../sandbox/types.js";
import type { NpmPackage } from "./schema.js";

/**
 * A language, as declared by `languages/<id>.json`.
 * Commands are argv lists. `{entry}` is the entry file; `{sources}` (a whole item) expands to the files with one of
 * `extensions`; `{compileArgs}` and `{args}` (whole items) expand to the request's own.
 */
export interface LanguageDefinition {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Name of the file that `source` is written to. */
  readonly file: string;
  readonly extensions: readonly string[];
  /** Debian packages. */
  readonly packages: readonly string[];
  readonly npm?: readonly NpmPackage[];
  readonly support?: readonly SupportFile[];
  /** Prints the version; `pattern` has one group. Run once per image. */
  readonly version: { readonly command: readonly string[]; readonly pattern: string };
  readonly compile: readonly string[] | null;
  /** The booted runtime compiles, too: without the command's first item, which is the runtime. */
  readonly compilePrimed?: boolean;
  readonly run: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `launcher`, or the booted runtime that reads the entry file itself (argv is then entry and arguments). */
  readonly prime: JailKind;
  readonly hello: { readonly source: string; readonly stdout: string };
}

/** A file of Neuron's own that the language's commands use. */
export interface SupportFile {
  /** Below the folder of an image for such files. */
  readonly path: string;
  readonly content: string;
}

/** A definition with what is known of the installed toolchain. */
export interface InstalledLanguage extends LanguageDefinition {
  readonly installedVersion: string;
}
