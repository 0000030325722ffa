import { useComputed } from "@preact/signals";
import { OUTCOME_WORDS } from "../parts/outcome.js";
import { Problem } from "../parts/problem.js";
import { formatBytes, formatMs } from "../parts/units.js";
import { CompilerMessages } from "./compiler-messages.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { OutputFiles } from "./output-files.js";
import { OutputView } from "./output-view.js";
import type { Run } from "./run/run.js";
import type { TerminalPort } from "./run/terminal-port.js";
import { saveBytes } from "./save.js";
import { mode } from "./state.js";
import { TerminalView } from "./terminal-view.js";
import { TimingBar } from "./timing-bar.js";
import { VerdictTable } from "./verdict-table.js";

interface ResultPanelProps {
  readonly run: Run;
  readonly diagnostics: { readonly value: readonly Diagnostic[] };
  readonly onTerminal: (port: TerminalPort | null) => void;
  readonly onRun: () => void;
}

/** What became of the program. What is shown follows what was run; the terminal is there before, to be typed in. */
export const ResultPanel = ({ run, diagnostics, onTerminal, onRun }: ResultPanelProps) => {
  const shown = useComputed(() => {
    const asked = run.request.value;
    if (mode.value === "terminal") return "terminal";
    if (asked === null || run.status.value === "failed") return "nothing";
    return asked.tests ? "tests" : asked.interactive ? "nothing" : "output";
  }).value;
  const error = run.error.value;
  const finished = run.finished.value;
  const compileFailed = finished?.outcome === "compile_error";
  return (
    <section class="result" aria-label="Result" aria-busy={run.status.value === "running"}>
      <Status run={run} />
      {error && <Problem error={error} action={{ label: "Run again", run: onRun }} />}
      <CompilerMessages compile={run.compile.value} diagnostics={diagnostics.value} />
      <div class="result-body">
        {shown === "output" && !compileFailed && (
          <OutputView log={run.output} label="Output of the program" />
        )}
        {shown === "tests" && !compileFailed && <VerdictTable run={run} />}
        {shown === "terminal" && <TerminalView onReady={onTerminal} />}
        {shown === "nothing" && error === null && (
          <p class="empty">What the program prints appears here, as it prints it.</p>
        )}
      </div>
      {shown === "output" && <OutputFoot run={run} />}
      {finished && <OutputFiles files={finished.outputs} truncated={finished.outputsTruncated} />}
      {finished && <TimingBar timings={finished.timings} />}
    </section>
  );
};

/** One line of fixed height: how it stands, or how it ended and what it took. */
const Status = ({ run }: { readonly run: Run }) => {
  const { badge, tone, words } = describe(run);
  return (
    <div class="status" role="status">
      <span class={`badge badge-${tone}`}>{badge}</span>
      <span class="status-words figure" title={words}>
        {words}
      </span>
    </div>
  );
};

interface StatusWords {
  readonly badge: string;
  readonly tone: string;
  readonly words: string;
}

const describe = (run: Run): StatusWords => {
  switch (run.status.value) {
    case "idle":
      return { badge: "Ready", tone: "quiet", words: "" };
    case "sending":
      return { badge: "Sending", tone: "busy badge-late", words: "" };
    case "queued": {
      const queue = run.queue.value;
      const words = queue ? `place ${queue.position}, about ${formatMs(queue.estimatedWaitMs)}` : "";
      return { badge: "Queued", tone: "busy badge-late", words };
    }
    case "running":
      return { badge: "Running", tone: "busy badge-late", words: "" };
    case "failed":
      return { badge: "Not run", tone: "bad", words: "" };
    case "lost":
      return { badge: "Connection lost", tone: "bad", words: "" };
    case "finished":
      return describeEnd(run);
  }
};

const describeEnd = (run: Run): StatusWords => {
  const finished = run.finished.value;
  if (finished?.outcome == null) return { badge: "Ended", tone: "quiet", words: "" };
  const { name, tone } = OUTCOME_WORDS[finished.outcome];
  const { run: one, compile } = finished;
  const words: string[] = [];
  if (one !== null) {
    if (one.message !== null) words.push(one.message);
    else if (one.signal !== null) words.push(one.signal);
    else if (one.exitCode !== null && one.exitCode !== 0) words.push(`exit code ${one.exitCode}`);
    words.push(`${formatMs(one.cpuTimeMs)} CPU`, formatBytes(one.memoryBytes));
  } else if (finished.outcome === "compile_error" && compile?.exitCode != null) {
    words.push(`the compiler ended with ${compile.exitCode}`);
  }
  const seen = run.seenMs.value;
  if (seen !== null) words.push(`here after ${formatMs(seen)}`);
  return { badge: name, tone, words: words.join(" · ") };
};

/** What there is to say of the output: how much, and that not all of it is seen. */
const OutputFoot = ({ run: { output, finished } }: { readonly run: Run }) => {
  const { sizeBytes, hidden, broken } = output.state.value;
  const end = finished.value?.run;
  const notes = [
    hidden && "Only its beginning is shown.",
    broken && "Long lines are broken here.",
    (end?.stdoutTruncated || end?.stderrTruncated) && "It printed more than its limit.",
  ].filter((note) => note !== false && note !== undefined);
  if (sizeBytes === 0)
    return end ? <p class="output-foot">It printed nothing.</p> : <p class="output-foot" />;
  return (
    <p class="output-foot">
      <span class="figure">{formatBytes(sizeBytes)}</span>
      {notes.map((note) => (
        <span key={note}>{note}</span>
      ))}
      {(["stdout", "stderr"] as const).map(
        (stream) =>
          output.sizeOf(stream) > 0 && (
            <button
              key={stream}
              type="button"
              class="text-button"
              onClick={() => saveBytes(`${stream}.txt`, output.bytesOf(stream))}
            >
              Save {stream}
            </button>
          ),
      )}
    </p>
  );
};
