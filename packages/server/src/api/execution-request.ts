import { type ExecutionRequest, REQUEST_LIMITS, type ResolvedLimits, resolveLimits } from "@neuron/contract";
import type { PublishedLanguage } from "../languages/types.js";
import { type AddressPolicy, checkCallbackUrl } from "../webhooks/index.js";
import { join } from "./field-path.js";
import { completeJudging } from "./judging-request.js";
import type { ChooseLanguage } from "./language-choice.js";
import { invalidField, ProblemError } from "./problem-error.js";
import { checkFiles, chooseEntry, sourceTooLarge } from "./source-files.js";
import { refuseIllFormed, refuseNul } from "./text.js";

/** A request as a worker gets it: language by id, every limit filled in, `entry` set where there are files. */
export type CompleteRequest = ExecutionRequest & { readonly limits: ResolvedLimits };

export interface RequestRules {
  readonly chooseLanguage: ChooseLanguage;
  readonly maxSourceBytes: number;
  readonly callbackPolicy: AddressPolicy;
}

/**
 * What the schema cannot say about a body that fits it. Gives the request to keep, or throws a `ProblemError` that
 * names the field. Touches nothing: a refused request leaves no trace.
 */
export const completeRequest = (
  body: ExecutionRequest,
  { chooseLanguage, maxSourceBytes, callbackPolicy }: RequestRules,
): { language: PublishedLanguage; request: CompleteRequest } => {
  const language = chooseLanguage(body.language);
  const code = checkCode(body, language, maxSourceBytes);
  if (body.stdin !== undefined) refuseIllFormed("stdin", body.stdin);
  if (body.args !== undefined) checkArgs("args", body.args);
  if (body.compileArgs !== undefined) checkCompileArgs(body.compileArgs, language);
  if (body.env !== undefined) checkEnv(body.env);
  if (body.metadata !== undefined) checkMetadata(body.metadata);
  checkInteraction(body);
  const judging = completeJudging(body, { chooseLanguage, maxSourceBytes, checkArgs });
  const callback = body.callbackUrl === undefined ? {} : checkCallback(body.callbackUrl, callbackPolicy);
  const request = {
    ...body,
    ...code,
    ...judging,
    ...callback,
    language: language.id,
    limits: resolveLimits({ ...language.limits, ...body.limits }),
  };
  return { language, request };
};

const checkCode = (
  { source, files, entry }: ExecutionRequest,
  language: PublishedLanguage,
  maxSourceBytes: number,
): Pick<ExecutionRequest, "source" | "files" | "entry"> => {
  if (files !== undefined) {
    if (source !== undefined) {
      throw invalidField("source", "source and files cannot be used together.", "Put the source into files.");
    }
    const checked = checkFiles(files, maxSourceBytes);
    return { files: checked, entry: chooseEntry(language, checked, entry) };
  }
  if (source === undefined) {
    throw new ProblemError("missing_field", {
      detail: "The field source is required (or files).",
      hint: "Put the program's text into source.",
      field: "source",
    });
  }
  if (entry !== undefined) {
    throw invalidField("entry", "entry needs files.", `Leave it out; source is written to ${language.file}.`);
  }
  refuseIllFormed("source", source);
  if (Buffer.byteLength(source) > maxSourceBytes) throw sourceTooLarge("source", maxSourceBytes);
  return { source };
};

const checkCallback = (given: string, policy: AddressPolicy): { callbackUrl: string } => {
  const checked = checkCallbackUrl(given, policy);
  if ("url" in checked) return { callbackUrl: checked.url };
  throw invalidField("callbackUrl", `callbackUrl ${checked.problem}.`, checked.hint);
};

const checkArgs = (field: string, args: readonly string[]): void => {
  let bytes = 0;
  for (const [index, arg] of args.entries()) {
    const name = `${field}[${index}]`;
    refuseNul(name, arg);
    refuseIllFormed(name, arg);
    bytes += Buffer.byteLength(arg) + 1;
    if (bytes > REQUEST_LIMITS.argsBytes) throw tooLong(field, REQUEST_LIMITS.argsBytes);
  }
};

const checkCompileArgs = (args: readonly string[], language: PublishedLanguage): void => {
  if (language.compile === null && args.length > 0) {
    throw invalidField(
      "compileArgs",
      `compileArgs cannot be used: ${language.name} has no compile step.`,
      "Use args for the program's own arguments.",
    );
  }
  checkArgs("compileArgs", args);
};

const checkEnv = (env: Readonly<Record<string, string>>): void => {
  checkCount("env", env, REQUEST_LIMITS.envVariables);
  let bytes = 0;
  for (const [name, value] of Object.entries(env)) {
    const field = join("env", name);
    if (name === "__proto__" || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw invalidField(
        field,
        `${field} is not a name for an environment variable.`,
        "Names are letters, digits and underscores, and do not begin with a digit.",
      );
    }
    refuseNul(field, value);
    refuseIllFormed(field, value);
    bytes += name.length + Buffer.byteLength(value) + 2;
    if (bytes > REQUEST_LIMITS.envBytes) throw tooLong("env", REQUEST_LIMITS.envBytes);
  }
};

const checkMetadata = (metadata: Readonly<Record<string, string>>): void => {
  checkCount("metadata", metadata, REQUEST_LIMITS.metadataFields);
  let bytes = 0;
  for (const [name, value] of Object.entries(metadata)) {
    const field = join("metadata", name);
    if (name === "__proto__") throw invalidField(field, `${field} cannot be used as a name.`);
    refuseIllFormed(field, name);
    refuseIllFormed(field, value);
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (bytes > REQUEST_LIMITS.metadataBytes) throw tooLong("metadata", REQUEST_LIMITS.metadataBytes);
  }
};

const checkInteraction = ({ interactive, terminal, session, limits, tests }: ExecutionRequest): void => {
  if (!interactive) {
    const field = terminal ? "terminal" : session ? "session" : null;
    if (field === null) return;
    throw invalidField(
      field,
      `${field} needs interactive.`,
      'Send "interactive": true with it, or leave it out.',
    );
  }
  if (tests) {
    throw invalidField(
      "tests",
      "tests cannot be used together with interactive.",
      "Send them as two executions.",
    );
  }
  if (limits?.wallTimeMs === undefined) return;
  throw invalidField(
    "limits.wallTimeMs",
    "limits.wallTimeMs cannot be used together with interactive.",
    "Set session.timeMs: how long it may go on, and session.idleTimeMs: how long without anything typed or printed.",
  );
};

const checkCount = (field: string, record: object, maximum: number): void => {
  if (Object.keys(record).length > maximum)
    throw invalidField(field, `${field} may have at most ${maximum} names.`);
};

const tooLong = (field: string, maximum: number): ProblemError =>
  invalidField(field, `${field} may hold at most ${maximum} bytes together.`);
