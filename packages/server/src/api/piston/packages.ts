import type { FastifyInstance } from "fastify";
import { validRange } from "semver";
import type { LanguageDefinition } from "../../languages/types.js";
import type { Refusal } from "../refusal.js";
import { type Body, readBody } from "./body.js";
import { refuse } from "./refusal.js";
import { namesOf, type Runtime, type Runtimes } from "./runtimes.js";

export type Definition = Pick<LanguageDefinition, "id" | "aliases" | "piston">;

export interface PackageRoutes {
  readonly runtimes: Runtimes;
  /** Also those that could be added. */
  readonly definitions: readonly Definition[];
  readonly strict: boolean;
}

/** A definition has no version until it is installed: any, in the words of a range. */
const ANY_VERSION = "*";

/** What is known and what is installed; adding and removing is the command line's, which has the rights that it takes. */
export const addPackageRoutes = (scope: FastifyInstance, context: PackageRoutes): void => {
  const { runtimes, definitions, strict } = context;

  const installed = (id: string): Runtime | null =>
    runtimes.all().find((runtime) => runtime.definition.id === id && !runtime.executable) ?? null;

  scope.get("/packages", { config: { access: "public" } }, () =>
    definitions
      .map((definition) => {
        const runtime = installed(definition.id);
        const [language] = namesOf(definition);
        const language_version = runtime?.version ?? ANY_VERSION;
        return { language, language_version, installed: runtime !== null };
      })
      .sort((a, b) => (a.language < b.language ? -1 : 1)),
  );

  /** The package that is meant, and whether it is installed. */
  const find = ({ language, version }: Body): { id: string; name: string; runtime: Runtime | null } => {
    const definition = definitions.find((each) => namesOf(each).some((name) => name === language));
    if (definition === undefined || typeof version !== "string" || validRange(version) === null)
      throw refuse(404, `Requested package ${shown(language)}-${shown(version)} does not exist`);
    const runtime = installed(definition.id);
    return { id: definition.id, name: `${shown(language)}-${runtime?.version ?? version}`, runtime };
  };

  const ADMIN = { config: { access: "admin" } } as const;

  scope.post("/packages", ADMIN, (request) => {
    const { id, runtime } = find(readBody(request, strict));
    if (runtime !== null) throw refuse(500, "Already installed");
    throw byCommand("add", id);
  });

  scope.delete("/packages", ADMIN, (request) => {
    const { id, name, runtime } = find(readBody(request, strict));
    if (runtime === null) throw refuse(500, `${name} is not installed`);
    throw byCommand("remove", id);
  });
};

/** This process runs as nobody, and cannot write where the images are. */
const byCommand = (verb: "add" | "remove", id: string): Refusal =>
  refuse(
    501,
    `The operator does this while the service runs, on its machine: neuron languages ${verb} ${id}`,
  );

const MAX_SHOWN = 100;
const shown = (value: unknown): string =>
  (typeof value === "string" ? value : `${JSON.stringify(value)}`).slice(0, MAX_SHOWN);
