import { LimitsSchema } from "@neuron/contract";
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

/** A file of a public registry, for what Debian has not, or has only in an old version. */
const DownloadSchema = Type.Object(
  {
    registry: Type.Enum(["maven", "pypi", "crates", "go"], {
      description: "Maven Central, PyPI, crates.io or the Go module proxy.",
    }),
    name: Type.String({
      pattern: "^[A-Za-z0-9][\\w.-]*([:/][A-Za-z0-9][\\w.-]*)*$",
      maxLength: 200,
      description: "As the registry calls it: `group:artifact` on Maven Central, the module's path for Go.",
    }),
    version: Type.String({ pattern: "^v?[0-9][\\w.+-]*$", maxLength: 64 }),
    file: Type.Optional(
      Type.String({
        pattern: "^[A-Za-z0-9][\\w.+-]*$",
        maxLength: 200,
        description:
          "Which of the release's files, where it has several: a wheel, or a jar with a classifier.",
      }),
    ),
    sha256: Type.String({ pattern: "^[0-9a-f]{64}$", description: "Of the file." }),
    unpack: Type.Optional(
      Type.Boolean({ description: "It is an archive (zip, wheel, jar, tar) whose content is wanted." }),
    ),
    strip: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 3, description: "Leading parts of each path that are left out." }),
    ),
    to: Type.String({
      pattern: "^[A-Za-z0-9][\\w.+-]*(/[A-Za-z0-9][\\w.+-]*)*$",
      maxLength: 200,
      description: "File, or folder of what was unpacked, below /usr/lib/neuron/<id>/.",
    }),
    cpu: Type.Optional(
      Type.Union([Type.Literal("x64"), Type.Literal("arm64")], {
        description: "The only machines that it is for, as Node calls them.",
      }),
    ),
  },
  closed,
);
export type Download = Static<typeof DownloadSchema>;

const source = Type.String({ minLength: 1, maxLength: 20_000 });

/** A program and what it must do. */
const CheckSchema = Type.Object(
  {
    source,
    stdin: Type.Optional(Type.String()),
    args: Type.Optional(Type.Array(Type.String())),
    stdout: Type.String({ description: "All that it prints." }),
  },
  closed,
);

/** A program that must fail. */
const FailureSchema = Type.Object(
  {
    source,
    stdin: Type.Optional(Type.String()),
    args: Type.Optional(Type.Array(Type.String())),
    stdout: Type.Optional(Type.String({ description: "All that it prints before." })),
    exitCode: Type.Optional(Type.Integer({ minimum: 1, maximum: 255 })),
    signal: Type.Optional(Type.String({ pattern: "^SIG[A-Z0-9]+$" })),
    message: Type.Optional(Type.String({ minLength: 1, description: "A part of what stderr has then." })),
  },
  closed,
);

const orReason = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Object({ none: line("Why the language has no such program.") }, closed)]);

/** What proves, in a real sandbox, that a language works: `neuron languages test`. */
const ChecksSchema = Type.Object(
  {
    stdin: orReason(CheckSchema),
    arguments: orReason(CheckSchema),
    unicode: orReason(CheckSchema),
    runtimeError: orReason(FailureSchema),
    compileError: orReason(
      Type.Object(
        {
          source,
          message: Type.Optional(
            Type.String({ minLength: 1, description: "A part of what the compiler says." }),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type Checks = Static<typeof ChecksSchema>;
export type Check = Static<typeof CheckSchema>;
export type FailureCheck = Static<typeof FailureSchema>;

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
    downloads: Type.Optional(
      Type.Array(DownloadSchema, {
        description: "Files of other registries that the language needs, each checked by its hash.",
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
          "The booted runtime that the compile command gets, where there is one. Booted ahead for one use: the command begins with what it was booted with. Forked: the command's first item is what it stands for, and it gets the rest.",
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
    limits: Type.Optional(
      Type.Object(LimitsSchema.properties, {
        ...closed,
        description: "Defaults of its own, for a runtime that needs more than programs are given otherwise.",
      }),
    ),
    judge0: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 200 }), {
        description: "Judge0 CE's ids of languages that it is the closest one to.",
      }),
    ),
    piston: Type.Optional(
      Type.Array(Type.String({ pattern: "^[^\\sA-Z]{1,32}$" }), {
        description: "Names and aliases of Piston's that it answers to, beside its own.",
      }),
    ),
    hello: Type.Object({ source: Type.String({ minLength: 1 }), stdout: Type.String() }, closed),
    checks: Type.Optional(ChecksSchema),
  },
  { ...closed, title: "Neuron language definition" },
);
export type LanguageFile = Static<typeof LanguageFileSchema>;
