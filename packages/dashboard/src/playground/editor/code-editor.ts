import { indentWithTab } from "@codemirror/commands";
import { indentUnit } from "@codemirror/language";
import { forceLinting, lintGutter, type Diagnostic as Mark, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, Prec, Transaction } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { styleNonce } from "./nonce.js";
import { editorTheme } from "./theme.js";

export interface CodeEditorOptions {
  readonly parent: HTMLElement;
  readonly label: string;
  onChange(content: string): void;
  onRun(): void;
}

/** One editor, which shows one file at a time and keeps the others' history and cursor. */
export const createCodeEditor = ({ parent, label, onChange, onRun }: CodeEditorOptions) => {
  const language = new Compartment();
  const indent = new Compartment();
  const kept = new Map<string, EditorState>();
  let shown: string | null = null;
  let highlighting: Extension = [];
  let unit = "    ";

  const extensions: Extension = [
    Prec.highest(
      keymap.of([
        {
          key: "Mod-Enter",
          run() {
            onRun();
            return true;
          },
        },
      ]),
    ),
    EditorView.cspNonce.of(styleNonce()),
    basicSetup,
    lintGutter(),
    keymap.of([indentWithTab]),
    language.of([]),
    indent.of(indentUnit.of(unit)),
    EditorState.tabSize.of(4),
    editorTheme,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      const byUser = transactions.some((transaction) => !transaction.annotation(Transaction.remote));
      if (docChanged && byUser) onChange(state.doc.toString());
    }),
  ];
  const view = new EditorView({ parent, extensions });

  const dress = (): void =>
    view.dispatch({
      effects: [language.reconfigure(highlighting), indent.reconfigure(indentUnit.of(unit))],
    });

  return {
    /** Shows a file as it was left; with `anew`, as it is given, and forgets all others. */
    show(path: string, content: string, anew: boolean): void {
      if (anew) kept.clear();
      else if (shown !== null) kept.set(shown, view.state);
      shown = path;
      const before = kept.get(path);
      view.setState(
        before && before.doc.toString() === content
          ? before
          : EditorState.create({ doc: content, extensions }),
      );
      dress();
    },
    setLanguage(extension: Extension, indentation: string): void {
      highlighting = extension;
      unit = indentation;
      dress();
    },
    setDiagnostics(diagnostics: readonly Diagnostic[]): void {
      const { doc } = view.state;
      const marks = diagnostics
        .filter(({ line }) => line >= 1 && line <= doc.lines)
        .map(({ line, column, severity, message }): Mark => {
          const { from, to, text } = doc.line(line);
          const at = column === null ? from + (/^\s*/.exec(text)?.[0].length ?? 0) : from + column - 1;
          const start = Math.max(from, Math.min(at, to));
          const word = column === null ? text : (/^[\w$]+/.exec(doc.sliceString(start, to))?.[0] ?? " ");
          const end = column === null ? to : Math.min(to, start + word.length);
          return { from: start, to: Math.max(start, end), severity, message };
        });
      view.dispatch(setDiagnostics(view.state, marks));
      forceLinting(view);
    },
    goTo(line: number, column: number | null): void {
      const { doc } = view.state;
      const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)));
      const at = Math.min(to, from + (column ?? 1) - 1);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
};
export type CodeEditor = ReturnType<typeof createCodeEditor>;
