import type { FollowEvent } from "../../queue/types.js";
import { refuse } from "./refusal.js";
import { compileStage, faultStage, isServiceFault, runStage } from "./stage.js";

type Stage = "compile" | "run";

export interface Telling {
  /** There is a step before the run. */
  readonly compiled: boolean;
  readonly strict: boolean;
}

/**
 * Tells of an execution stage by stage, one message after the other, each when the one before has left. False: there was no end
 * of it. A `Refusal` when it did not end by what the program did.
 */
export const tellEvents = async (
  events: AsyncIterable<FollowEvent>,
  say: (message: object) => Promise<void>,
  { compiled, strict }: Telling,
): Promise<boolean> => {
  let stage: Stage | null = null;
  const enter = (next: Stage): Promise<void> => {
    stage = next;
    return say({ type: "stage", stage: next });
  };
  /** Also where the compiler's last words were those of one that was stopped: its program was run all the same. */
  const enterRun = async (): Promise<void> => {
    if (stage !== "run") await enter("run");
  };
  const exit = (code: number | null, signal: string | null) => say({ type: "exit", stage, code, signal });
  const print = async (stream: "stdout" | "stderr", data: string): Promise<void> => {
    if (data !== "") await say({ type: "data", stream, data });
  };
  for await (const event of events) {
    switch (event.type) {
      case "queued":
        break;
      case "started":
        // What was told of the first try is void, and what was typed is lost: there is no word for that.
        if (stage !== null) throw refuse(503, "The program was lost with the worker that ran it.");
        await enter(compiled ? "compile" : "run");
        break;
      case "compile": {
        const { stdout, stderr, code, signal } = compileStage(event.compile, strict);
        await print("stdout", stdout);
        await print("stderr", stderr);
        await exit(code, signal);
        if (code === 0) await enterRun();
        break;
      }
      case "stdout":
      case "stderr":
        await enterRun();
        await print(event.type, event.bytes.toString("utf8"));
        break;
      case "finished": {
        const { execution } = event;
        if (isServiceFault(execution)) throw refuse(503, faultStage(execution).message ?? "");
        if (execution.run === null) return true;
        await enterRun();
        const { code, signal } = runStage(execution.run, strict);
        await exit(code, signal);
        return true;
      }
      default:
        return false;
    }
  }
  return false;
};
