import { type Static, Type } from "typebox";

const closed = { additionalProperties: false } as const;
const line = (description: string) => Type.String({ minLength: 1, pattern: "^[^\\u0000\\n]+$", description });
const command = (description: string) =>
  Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description });

const ID = "^[a-z][a-z0-9-]{0,31}$";

/**
 * Where an image has what is in no Debian package: packages of npm, and in <id> what the folder languages/<id>/ has, if there is
 * one.
 */
export const LIBRARY_DIR = "/usr/lib/neuron";
export const NPM_DIR = `${LIBRARY_DIR}/node_modules`;

const NpmPackageSchema = Type.Object(
  {
    name: Type.String({ pattern: "^(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$", maxLength: 214 }),
    version: Type.String({ pattern: "^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$" }),
    integrity: Type.String({
      pattern: "^sha512-[A-Za-z0-9+/]{86}==$",
      description: "Of its tarball, as `npm view <name>@<version> dist.integrity` says.",
    }),
    cpu: Type.Optional(
      Type.Union([Type.Literal("x64"), Type.Literal("arm64")], {
        description: "The only machines that have it, as Node calls them.",
      }),
    ),
  },
  closed,
);
export type NpmPackage = Static<typeof NpmPackageSchema>;

/** What `languages/<id>.json` may say. `languages/schema.json` is made from it, for editors. */
export const LanguageFileSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    id: Type.String({
      pattern: ID,
      description: "The file's own name, without .json.",
    }),
    name: line("As people write it, with the implementation where there are several."),
    aliases: Type.Array(Type.String({ pattern: "^[^\\s@A-Z]{1,32}$" }), {
      description: "Other names that requests may use, in lower case. No two languages share a name.",
    }),
    core: Type.Optional(
      Type.Boolean({ description: "In the image that is built when nobody chooses the languages." }),
    ),
    file: Type.String({ pattern: "^[\\w.-]+$", description: "The file that `source` is written to." }),
    extensions: Type.Array(Type.String({ pattern: "^\\.[\\w+]+$" }), {
      minItems: 1,
      description: "Of its source files, with the dot: what {sources} expands to.",
    }),
    packages: Type.Array(Type.String({ pattern: "^[a-z0-9][a-z0-9+.-]+$" }), {
      description: "Debian packages that the image needs.",
    }),
    npm: Type.Optional(
      Type.Array(NpmPackageSchema, {
        description: `Packages of the npm registry that the image needs, with all that they need, each exactly so: in ${NPM_DIR}.`,
      }),
    ),
    needs: Type.Optional(
      Type.Array(Type.String({ pattern: ID }), {
        description:
          "Languages whose packages and files it uses as well: an image that has it has those, too.",
      }),
    ),
    version: Type.Object(
      {
        command: command("Prints the version, to stdout or stderr. Run once per image."),
        pattern: Type.String({ description: "Regular expression whose first group is the version." }),
      },
      closed,
    ),
    prepare: Type.Optional(
      Type.Array(command("Argument list."), {
        minItems: 1,
        description:
          "Commands that the image's build runs in it once, as root and without a network, in /usr/lib/neuron/<id>, which has the files of languages/<id>/.",
      }),
    ),
    compile: Type.Union([
      command(
        "Argument list; {entry} and {memoryMiB} inside an item, {sources} and {compileArgs} as whole items.",
      ),
      Type.Null(),
    ]),
    run: command(
      "Argument list; {entry} and {memoryMiB} inside an item, {sources} and {args} as whole items.",
    ),
    env: Type.Record(Type.String({ pattern: "^[A-Za-z_][A-Za-z0-9_]*$" }), Type.String()),
    compilePrime: Type.Optional(
      Type.String({
        pattern: "^[a-z][a-z0-9-]*$",
        description:
          "The booted runtime that the compile command gets, where there is one. Booted ahead for one use: the command begins with what it was booted with. Forked: the command's first item is the runtime, the second the script that it runs.",
      }),
    ),
    prime: Type.String({
      pattern: "^[a-z][a-z0-9-]*$",
      description: "`launcher`, or the booted runtime that waits for the entry file and runs it itself.",
    }),
    preload: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ pattern: "^[a-z][a-z0-9]{0,15}$", description: "Of the set." }),
            mentions: Type.Array(Type.String({ minLength: 2, maxLength: 64 }), {
              minItems: 1,
              maxItems: 16,
              description: "It is for programs with one of these words in their sources.",
            }),
            modules: Type.Array(Type.String({ pattern: "^[A-Za-z_][\\w.]{0,63}$" }), {
              minItems: 1,
              maxItems: 16,
              description: "What is imported ahead, in this order.",
            }),
            seeders: Type.Array(Type.String({ pattern: "^[A-Za-z_]\\w*(\\.\\w+)+$", maxLength: 64 }), {
              maxItems: 4,
              description:
                "Functions, `module.name`, that must be called in each fork for random numbers of its own.",
            }),
            rehearsal: Type.String({
              minLength: 1,
              maxLength: 4000,
              description: "A program such as many are. It is run at the boot, to see which memory it needs.",
            }),
            env: Type.Array(Type.String({ pattern: "^[A-Z][A-Z0-9_]*$" }), {
              description:
                "How variables begin that matter when they are imported: with one, nothing is there ahead.",
            }),
          },
          closed,
        ),
        { description: "Sets of modules for a booted runtime: the first one that fits." },
      ),
    ),
    hello: Type.Object({ source: Type.String({ minLength: 1 }), stdout: Type.String() }, closed),
  },
  { ...closed, title: "Neuron language definition" },
);
export type LanguageFile = Static<typeof LanguageFileSchema>;
