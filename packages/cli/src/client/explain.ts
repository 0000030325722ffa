import { NeuronError } from "@neuron/sdk";
import { EXIT, exitCodeOfError } from "./exit-codes.js";
import { UsageError } from "./usage-error.js";

/** Message and exit code of what a client's command may fail with; null for anything else. */
export const explainClientError = (error: unknown): { message: string; exitCode: number } | null => {
  if (error instanceof UsageError) return { message: error.message, exitCode: EXIT.usage };
  if (!(error instanceof NeuronError)) return null;
  return { message: messageOf(error), exitCode: exitCodeOfError(error) };
};

const messageOf = ({ code, detail, hint }: NeuronError): string => {
  if (code === "unreachable") {
    const place = /https?:\/\/\S+?(?= \()/.exec(detail)?.[0];
    if (place !== undefined && /ECONNREFUSED/.test(detail)) {
      return `Nothing answers on ${place}: start a service with npm start, or name another with --url or NEURON_URL.`;
    }
  }
  if (code === "key_missing") return `${detail} Give it with NEURON_KEY.`;
  return hint === undefined ? detail : `${detail} ${hint}`;
};
