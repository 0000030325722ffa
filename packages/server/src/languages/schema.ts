import { type Static, Type } from "typebox";

const closed = { additionalProperties: false } as const;
const line = (description: string) => Type.String({ minLength: 1, pattern: "^[^\\u0000\\n]+$", description });
const command = (description: string) =>
  Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description });

/** Where an image has what is in no Debian package. */
export const LIBRARY_DIR = "/usr/local/lib/neuron";
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
      pattern: "^[a-z][a-z0-9-]{0,31}$",
      description: "The file's own name, without .json.",
    }),
    name: line("As people write it, with the implementation where there are several."),
    aliases: Type.Array(Type.String({ pattern: "^[^\\s@A-Z]{1,32}$" }), {
      description: "Other names that requests may use, in lower case. No two languages share a name.",
    }),
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
    support: Type.Optional(
      Type.Array(Type.String({ pattern: "^\\w[\\w.-]*$" }), {
        description: `Files of the folder <id> beside the definition that the image needs: in ${LIBRARY_DIR}/<id>.`,
      }),
    ),
    version: Type.Object(
      {
        command: command("Prints the version, to stdout or stderr. Run once per image."),
        pattern: Type.String({ description: "Regular expression whose first group is the version." }),
      },
      closed,
    ),
    compile: Type.Union([
      command("Argument list; {entry} inside an item, {sources} and {compileArgs} as whole items."),
      Type.Null(),
    ]),
    run: command("Argument list; {entry} inside an item, {sources} and {args} as whole items."),
    env: Type.Record(Type.String({ pattern: "^[A-Za-z_][A-Za-z0-9_]*$" }), Type.String()),
    compilePrimed: Type.Optional(
      Type.Boolean({
        description:
          "The compile command is a script of the runtime that `prime` boots: the first item is the runtime, the second the script.",
      }),
    ),
    prime: Type.String({
      pattern: "^[a-z][a-z0-9-]*$",
      description: "`launcher`, or the booted runtime that waits for the entry file and runs it itself.",
    }),
    hello: Type.Object({ source: Type.String({ minLength: 1 }), stdout: Type.String() }, closed),
  },
  { ...closed, title: "Neuron language definition" },
);
export type LanguageFile = Static<typeof LanguageFileSchema>;
