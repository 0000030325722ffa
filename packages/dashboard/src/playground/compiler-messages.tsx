import type { CompileEvent } from "@neuron/sdk";
import { formatMs } from "../parts/units.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { goTo } from "./state.js";

interface CompilerMessagesProps {
  readonly compile: CompileEvent | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the compiler said, and above it the places that it named, each a step into the editor. */
export const CompilerMessages = ({ compile, diagnostics }: CompilerMessagesProps) => {
  const text =
    compile === null ? "" : [compile.stderr, compile.stdout].filter((each) => each !== "").join("\n");
  if (text === "" && diagnostics.length === 0) return null;
  return (
    <section class="compiler" aria-label="Messages">
      {diagnostics.length > 0 && (
        <ul class="places">
          {diagnostics.slice(0, 20).map(({ path, line, column, severity, message }) => (
            <li key={`${path}:${line}:${column}:${message}`}>
              <button type="button" class="place" onClick={() => (goTo.value = { path, line, column })}>
                <span class={`place-mark place-${severity}`} aria-hidden="true" />
                <span class="place-where figure">
                  {path}:{line}
                </span>
                <span class="place-message">{message}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {compile !== null && text !== "" && (
        <details class="compiler-text" open={diagnostics.length === 0}>
          <summary>
            The compiler's words {compile.cached ? "(kept from before)" : `(${formatMs(compile.wallTimeMs)})`}
          </summary>
          <pre>{text}</pre>
          {(compile.stderrTruncated || compile.stdoutTruncated) && (
            <p class="hint">It said more than that.</p>
          )}
        </details>
      )}
    </section>
  );
};
