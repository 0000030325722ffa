import "../styles/playground.css";
import { useEffect, useRef } from "preact/hooks";
import { diagnostics, noteStart, run } from "./current-run.js";
import { Editor } from "./editor/editor.js";
import { FileTabs } from "./file-tabs.js";
import { InputPanel } from "./input-panel.js";
import { findLanguage, languagesError, loadLanguages } from "./languages.js";
import { Notice } from "./notice.js";
import { toRequest } from "./request.js";
import { ResultPanel } from "./result-panel.js";
import type { TerminalPort } from "./run/terminal-port.js";
import { followAddress } from "./shared-address.js";
import { change, keepWork, notice, work } from "./state.js";
import { Toolbar } from "./toolbar.js";

export const Playground = () => {
  const terminal = useRef<TerminalPort | null>(null);
  /** Run was asked for before there was a terminal. */
  const waiting = useRef(false);

  const start = (): void => {
    const { value } = work;
    if (value.mode === "tests" && value.tests.length === 0) {
      change({ tests: [{ name: "", stdin: "", expected: null }] });
      notice.value = { text: "Here is a first test: say what goes in and what is expected." };
      return;
    }
    const port = value.mode === "terminal" ? terminal.current : null;
    waiting.current = value.mode === "terminal" && port === null;
    if (waiting.current) return;
    noteStart();
    const request = toRequest(value, findLanguage(value.language), port?.size() ?? null);
    void run.start({ request, terminal: port });
    // On a narrow page the result is below everything else.
    if (matchMedia("(max-width: 860px)").matches)
      document.querySelector(".result")?.scrollIntoView({ block: "nearest" });
  };

  useEffect(() => {
    void loadLanguages();
    const endKeeping = keepWork();
    const endSharing = followAddress();
    const onKeyDown = (event: KeyboardEvent): void => {
      // Inside the editor it is the editor's.
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      start();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      endSharing();
      endKeeping();
    };
  }, []);

  return (
    <div class="playground">
      <h1 class="visually-hidden">Playground</h1>
      <Toolbar run={run} onRun={start} />
      {languagesError.value && (
        <p class="offline" role="status">
          {languagesError.value.detail} Trying again …
        </p>
      )}
      <div class="columns">
        <div class="write">
          <FileTabs />
          <Editor onRun={start} diagnostics={diagnostics} />
          <InputPanel />
        </div>
        <ResultPanel
          run={run}
          diagnostics={diagnostics}
          onRun={start}
          onTerminal={(port) => {
            terminal.current = port;
            if (port === null) {
              waiting.current = false;
              run.leaveTerminal();
            } else if (waiting.current) start();
          }}
        />
      </div>
      <Notice />
    </div>
  );
};
