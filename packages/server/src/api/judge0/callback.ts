import type { Execution } from "@neuron/contract";
import type { Attributes } from "./attributes.js";
import { toResult } from "./result.js";
import { serialiseEnd } from "./submission.js";

/** Where a submission's execution says so: whoever delivers it has nothing else of the submission. */
const MARK = "judge0";
const TOGETHER = "redirect_stderr_to_stdout";

/** For an execution that is to be delivered as Judge0 does. */
export const callbackMetadata = (
  attributes: Pick<Attributes, "redirect_stderr_to_stdout" | "expected_output">,
): Readonly<Record<string, string>> => ({
  [MARK]: [
    attributes.redirect_stderr_to_stdout ? TOGETHER : "",
    attributes.expected_output?.length === 0 ? "expected_output" : "",
  ]
    .filter((word) => word !== "")
    .join(" "),
});

/** A submission's callback: the default fields, always in base64, by PUT. Null for what did not come by Judge0's API. */
export const judge0Callback = (
  execution: Execution,
  strict: boolean,
): { readonly method: "PUT"; readonly body: string } | null => {
  const mark = execution.metadata[MARK];
  if (mark === undefined) return null;
  const words = mark.split(" ");
  const wish = {
    redirect_stderr_to_stdout: words.includes(TOGETHER),
    expected_output: words.includes("expected_output") ? Buffer.alloc(0) : null,
  };
  const result = toResult(execution, wish, strict);
  return { method: "PUT", body: JSON.stringify(serialiseEnd({ execution, result })) };
};
