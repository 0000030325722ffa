import type { Execution, TestResult } from "@neuron/sdk";
import { table } from "../table.js";
import { showBytes, showMs } from "./quantities.js";

const words = (outcome: string): string => outcome.replaceAll("_", " ");

/** A row for each test that was run, and what came of all. `count`: how many there are. */
export const verdictTable = ({ tests, outcome }: Execution, count: number): string => {
  const rows = tests.map((test) => [
    test.name ?? "",
    words(test.outcome),
    showMs(test.cpuTimeMs),
    showBytes(test.memoryBytes),
    remark(test),
  ]);
  const passed = tests.filter((test) => test.outcome === "accepted").length;
  const left = count - tests.length;
  const notRun = left === 0 ? "" : `, ${left} not run`;
  const sum = `${words(outcome ?? "not finished")}: ${passed} of ${count} passed${notRun}\n`;
  return `${rows.length === 0 ? "" : table(["TEST", "VERDICT", "CPU", "MEMORY", ""], rows)}${sum}`;
};

const remark = ({ message, exitCode, signal, outcome }: TestResult): string => {
  if (message !== null) return message.length > 100 ? `${message.slice(0, 100)}...` : message;
  if (outcome !== "runtime_error") return "";
  return signal ?? `exit code ${exitCode}`;
};
