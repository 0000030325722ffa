import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { languageById } from "../languages.js";
import { activeFile, activePath, changeFile, goTo, languageId, opened, work } from "../state.js";
import { createCodeEditor } from "./code-editor.js";
import { packFor } from "./packs.js";

interface EditorProps {
  readonly onRun: () => void;
  readonly diagnostics: { readonly value: readonly Diagnostic[] };
}

/** Languages whose own style indents by two, or by tabs; others by four. */
const TWO = ["javascript", "typescript", "typescript-checked", "ruby", "lua", "bash", "elixir", "ocaml"];
const indentOf = (language: string): string => {
  if (language === "go") return "\t";
  return TWO.includes(language) ? "  " : "    ";
};

export const Editor = ({ onRun, diagnostics }: EditorProps) => {
  const host = useRef<HTMLDivElement>(null);
  const run = useRef(onRun);
  run.current = onRun;

  useEffect(() => {
    if (host.current === null) return;
    const editor = createCodeEditor({
      parent: host.current,
      label: "Program (Escape, then Tab, leaves it)",
      onChange: (content) => changeFile(activeFile.peek(), content),
      onRun: () => run.current(),
    });
    let generation = -1;
    const stops = [
      effect(() => {
        const anew = opened.value !== generation;
        generation = opened.value;
        const path = activePath.value;
        editor.show(path, work.peek().files[activeFile.peek()]?.content ?? "", anew);
      }),
      effect(() => {
        const language = languageId.value;
        let current = true;
        packFor(language, languageById.value.get(language)?.extensions ?? [], activePath.value).then(
          (pack) => {
            if (current) editor.setLanguage(pack, indentOf(language));
          },
          // Without colours, then.
          () => undefined,
        );
        return () => {
          current = false;
        };
      }),
      effect(() => {
        void opened.value;
        const path = activePath.value;
        editor.setDiagnostics(diagnostics.value.filter((each) => each.path === path));
      }),
      effect(() => {
        const place = goTo.value;
        if (place === null) return;
        const index = work.peek().files.findIndex(({ path }) => path === place.path);
        if (index !== -1) {
          activeFile.value = index;
          // After the effect above has shown the file.
          queueMicrotask(() => editor.goTo(place.line, place.column));
        }
        goTo.value = null;
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      editor.destroy();
    };
  }, [diagnostics]);

  return <div class="editor" ref={host} />;
};
