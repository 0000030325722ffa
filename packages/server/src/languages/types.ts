import type { Limits } from "@neuron/contract";
import type { JailKind, Preload } from "../sandbox/types.js";
import type { Checks, Download, NpmPackage } from "./schema.js";

/**
 * A language, as declared by `languages/<id>.json`.
 * Commands are argv lists. `{entry}` is the entry file; `{sources}` (a whole item) expands to the files with one of
 * `extensions`; `{compileArgs}` and `{args}` (whole items) expand to the request's own. `{memoryMiB}` is the step's memory
 * limit.
 */
export interface LanguageDefinition {
  /** The folder that its file is in, and the folder of its own files. */
  readonly home: string;
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** One of those that are there when nobody chooses. */
  readonly core?: boolean;
  /** Name of the file that `source` is written to. */
  readonly file: string;
  readonly extensions: readonly string[];
  /** Debian packages. */
  readonly packages: readonly string[];
  readonly npm?: readonly NpmPackage[];
  /** Files of other registries. */
  readonly downloads?: readonly Download[];
  /** Ids of languages that an image with this one has as well: its commands use their packages and files. */
  readonly needs?: readonly string[];
  /** Prints the version; `pattern` has one group. Run once per image. */
  readonly version: { readonly command: readonly string[]; readonly pattern: string };
  /** Run in this order when an image is built, as root, in /usr/lib/neuron/<id>: there are the language's own files. */
  readonly prepare?: readonly (readonly string[])[];
  readonly compile: readonly string[] | null;
  readonly run: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /**
   * The booted runtime that compiles, if any. Booted ahead for one use: `compile` begins with the command that it was booted with.
   * Forked: the first item is the runtime, and what follows (a script of the image, arguments) it runs as it runs a program.
   */
  readonly compilePrime?: JailKind;
  /** `launcher`, or the booted runtime that reads the entry file itself (argv is then entry and arguments). */
  readonly prime: JailKind;
  readonly preload: readonly PreloadSet[];
  /** Defaults of its own, where its runtime needs more. */
  readonly limits?: Limits;
  /** Judge0 CE's ids, and Piston's names, that it is the closest one to. */
  readonly judge0?: readonly number[];
  readonly piston?: readonly string[];
  /** What proves that it works. */
  readonly checks?: Checks;
  readonly hello: { readonly source: string; readonly stdout: string };
}

/** Modules that are imported ahead for programs with one of the words of `mentions` in their sources. */
export interface PreloadSet extends Preload {
  readonly mentions: readonly string[];
  /** How variables begin that matter when they are imported. */
  readonly env: readonly string[];
}

/** What the API needs to know of one. */
export type PublishedLanguage = Pick<
  InstalledLanguage,
  | ("id" | "name" | "aliases" | "file" | "extensions" | "compile" | "run" | "prime" | "compilePrime")
  | ("limits" | "judge0" | "piston" | "hello" | "installedVersion")
>;

/** The languages that are installed, which may come and go while the service runs. */
export interface LanguageSource {
  installed(): readonly InstalledLanguage[];
  /** Calls back after each change, until `close`. */
  watch(onChange: () => void): void;
  close(): void;
}

/** A definition with what is known of the installed toolchain. */
export interface InstalledLanguage extends LanguageDefinition {
  readonly installedVersion: string;
  /** The topmost layer of the root file system that it runs in; null is the image itself. */
  readonly root: string | null;
}
