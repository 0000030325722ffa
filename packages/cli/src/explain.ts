import { explainClientError } from "./client/explain.js";

/** What to print, and how to end. What concerns the server is loaded when something went wrong there. */
export const explain = async (error: unknown): Promise<{ message: string; exitCode: number }> => {
  const known = explainClientError(error);
  if (known !== null) return { ...known, message: `neuron: ${known.message}` };
  const { explainFailure } = await import("./failure.js");
  return { message: explainFailure(error), exitCode: 1 };
};
