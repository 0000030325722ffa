import { highlightSelectionMatches, openSearchPanel, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, highlightSpecialChars, keymap } from "@codemirror/view";
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { styleNonce } from "./editor/nonce.js";
import { editorTheme } from "./editor/theme.js";
import type { OutputLog, OutputPiece } from "./run/output-log.js";

/** Where stderr was printed. */
const markStderr = StateEffect.define<{ readonly from: number; readonly to: number }>();
const stderrMark = Decoration.mark({ class: "output-stderr" });
const stderrField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects }) {
    const added = effects
      .filter((each) => each.is(markStderr))
      .map(({ value }) => stderrMark.range(value.from, value.to));
    return added.length === 0 ? marks.map(changes) : marks.map(changes).update({ add: added });
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Taken into the view in one frame: a flood of output is shown in steps, and the page stays awake between them. */
const MOST_PER_FRAME = 512 * 1024;

/**
 * What a program printed, as text and nothing else: the view draws lines that can be seen, characters that would be invisible or
 * would turn others around are shown as such, and no byte has a meaning beyond itself.
 */
export const OutputView = ({ log, label }: { readonly log: OutputLog; readonly label: string }) => {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const view = new EditorView({
      parent: host.current,
      extensions: [
        EditorView.cspNonce.of(styleNonce()),
        EditorState.lineSeparator.of("\n"),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        EditorView.lineWrapping,
        highlightSpecialChars(),
        highlightSelectionMatches(),
        keymap.of([...searchKeymap, { key: "Mod-f", run: openSearchPanel }]),
        stderrField,
        editorTheme,
      ],
    });
    let frame = 0;
    /** What the view shows the first `taken` of. */
    let drawn: readonly OutputPiece[] = [];
    let taken = 0;

    const draw = (): void => {
      frame = 0;
      const pieces = log.pieces();
      if (pieces !== drawn) {
        drawn = pieces;
        taken = 0;
        view.dispatch({ changes: { from: 0, to: view.state.doc.length } });
      }
      let text = "";
      const start = view.state.doc.length;
      const effects: StateEffect<unknown>[] = [];
      while (taken < pieces.length && text.length < MOST_PER_FRAME) {
        const piece = pieces[taken++];
        if (piece === undefined) break;
        const from = start + text.length;
        text += piece.text;
        if (piece.stream === "stderr") effects.push(markStderr.of({ from, to: start + text.length }));
      }
      if (text !== "") {
        const { scrollTop, scrollHeight, clientHeight } = view.scrollDOM;
        const atEnd = scrollHeight - scrollTop - clientHeight < 40;
        view.dispatch({ changes: { from: start, insert: text }, effects });
        if (atEnd)
          view.requestMeasure({ read: () => undefined, write: () => view.scrollDOM.scrollTo(0, 1e9) });
      }
      if (taken < pieces.length) frame = requestAnimationFrame(draw);
    };
    const stop = effect(() => {
      void log.version.value;
      if (frame === 0) frame = requestAnimationFrame(draw);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
      view.destroy();
    };
  }, [log, label]);
  return <div class="output" ref={host} />;
};
