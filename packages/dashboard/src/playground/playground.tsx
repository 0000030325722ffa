import "../styles/playground.css";
import { computed } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { fragment, replaceFragment } from "../shell/route.js";
import { parseDiagnostics } from "./diagnostics/parse.js";
import { Editor } from "./editor/editor.js";
import { FileTabs } from "./file-tabs.js";
import { InputPanel } from "./input-panel.js";
import { findLanguage, languagesError, loadLanguages } from "./languages.js";
import { Notice } from "./notice.js";
import { toRequest } from "./request.js";
import { ResultPanel } from "./result-panel.js";
import { createRun, type Run } from "./run/run.js";
import type { TerminalPort } from "./run/terminal-port.js";
import { decodeWork } from "./share.js";
import { change, keepWork, notice, opened, openWork, work } from "./state.js";
import { Toolbar } from "./toolbar.js";

export const Playground = () => {
  const run = useMemo(createRun, []);
  const terminal = useRef<TerminalPort | null>(null);
  /** Run was asked for before there was a terminal. */
  const waiting = useRef(false);
  const ranFor = useRef(-1);
  const diagnostics = useMemo(() => diagnosticsOf(run, ranFor), [run]);

  const start = (): void => {
    const { value } = work;
    if (value.mode === "tests" && value.tests.length === 0) {
      change({ tests: [{ name: "", stdin: "", expected: "" }] });
      notice.value = { text: "Here is a first test: say what goes in and what is expected." };
      return;
    }
    const port = value.mode === "terminal" ? terminal.current : null;
    waiting.current = value.mode === "terminal" && port === null;
    if (waiting.current) return;
    ranFor.current = opened.value;
    const request = toRequest(value, findLanguage(value.language), port?.size() ?? null);
    void run.start({ request, terminal: port });
    // On a narrow page the result is below everything else.
    if (matchMedia("(max-width: 860px)").matches)
      document.querySelector(".result")?.scrollIntoView({ block: "nearest" });
  };

  useEffect(() => {
    void loadLanguages();
    const endKeeping = keepWork();
    const endSharing = openShared();
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
      void run.stop();
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
            if (port && waiting.current) start();
          }}
        />
      </div>
      <Notice />
    </div>
  );
};

/** What the last run said of lines, unless another program was opened since. */
const diagnosticsOf = (run: Run, ranFor: { readonly current: number }) =>
  computed(() => {
    const compile = run.compile.value;
    const finished = run.finished.value;
    if (opened.value !== ranFor.current || run.status.value === "idle") return [];
    const paths = work.peek().files.map(({ path }) => path);
    const said = compile === null ? "" : `${compile.stderr}\n${compile.stdout}`;
    const failed = finished?.outcome === "runtime_error";
    return parseDiagnostics(failed ? `${said}\n${run.output.tailOf("stderr", 16_384)}` : said, paths);
  });

/** Opens the program that the page's address holds, also when another address is gone to. Returns what ends it. */
const openShared = (): (() => void) => {
  let taken = "";
  const stopOpening = fragment.subscribe((text) => {
    if (!text.startsWith("code/") || text === taken) return;
    taken = text;
    decodeWork(text.slice("code/".length)).then((shared) => {
      if (shared) openWork(shared, "Opened a shared program.");
      else notice.value = { text: "This link holds no program: perhaps it was cut." };
      forget = opened.peek();
    });
  });
  let forget = -1;
  // Once it was changed, the address says something else than the page.
  const stopForgetting = work.subscribe(() => {
    if (forget !== opened.peek() || !fragment.peek().startsWith("code/")) return;
    forget = -1;
    replaceFragment("");
  });
  return () => {
    stopOpening();
    stopForgetting();
  };
};
