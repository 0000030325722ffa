import type { TestEvent } from "@neuron/sdk";
import { toBytes } from "@neuron/sdk";
import { useSignal } from "@preact/signals";
import { OutcomeBadge } from "../parts/outcome.js";
import { formatBytes, formatMs } from "../parts/units.js";
import type { Run } from "./run/run.js";

/** Of one output of one test: what a person compares by eye. */
const MOST_SHOWN = 8_000;

/** A line for each test, filled in as it ends. */
export const VerdictTable = ({ run }: { readonly run: Run }) => {
  const results = run.tests.value;
  const asked = run.request.value?.tests ?? [];
  const done = results.filter((each) => each !== null);
  const right = done.filter((each) => each.outcome === "accepted").length;
  const over = run.finished.value !== null;
  return (
    <div class="verdicts">
      <p class="verdict-sum">
        <strong class="figure">
          {right} of {results.length}
        </strong>{" "}
        right{!over && done.length < results.length && `, ${results.length - done.length} to go`}
      </p>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Test</th>
            <th scope="col">Verdict</th>
            <th scope="col" class="number">
              CPU
            </th>
            <th scope="col" class="number">
              Memory
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map((result, index) => (
            <VerdictRow
              key={index}
              name={asked[index]?.name ?? `Test ${index + 1}`}
              expected={asked[index]?.expected ?? null}
              result={result}
              over={over}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
};

interface VerdictRowProps {
  readonly name: string;
  readonly expected: string | null;
  readonly result: TestEvent | null;
  readonly over: boolean;
}

const VerdictRow = ({ name, expected, result, over }: VerdictRowProps) => {
  const open = useSignal(false);
  return (
    <>
      <tr>
        <th scope="row" class="verdict-name">
          {result ? (
            <button
              type="button"
              class="disclosure"
              aria-expanded={open.value}
              onClick={() => {
                open.value = !open.value;
              }}
            >
              {name}
            </button>
          ) : (
            <span class="verdict-pending">{name}</span>
          )}
        </th>
        <td>
          {result ? (
            <OutcomeBadge outcome={result.outcome} />
          ) : (
            <span class="badge">{over ? "not run" : "waits"}</span>
          )}
        </td>
        <td class="number">{result ? formatMs(result.cpuTimeMs) : "–"}</td>
        <td class="number">{result ? formatBytes(result.memoryBytes) : "–"}</td>
      </tr>
      {result && open.value && (
        <tr class="verdict-details">
          <td colSpan={4}>
            {result.message !== null && <p class="verdict-message">{result.message}</p>}
            <div class="compared">
              {expected !== null && <Printed title="Expected" text={expected} />}
              <Printed title="Printed" text={textOf(result, "stdout")} />
              {result.stderr !== "" && <Printed title="Printed to stderr" text={textOf(result, "stderr")} />}
            </div>
          </td>
        </tr>
      )}
    </>
  );
};

const textOf = (result: TestEvent, stream: "stdout" | "stderr"): string =>
  result.encoding === "utf8" ? result[stream] : new TextDecoder().decode(toBytes(result[stream], "base64"));

const Printed = ({ title, text }: { readonly title: string; readonly text: string }) => (
  <div class="printed">
    <h4>{title}</h4>
    <pre>{text === "" ? <em>nothing</em> : text.slice(0, MOST_SHOWN)}</pre>
    {text.length > MOST_SHOWN && <p class="hint">and {text.length - MOST_SHOWN} characters more</p>}
  </div>
);
