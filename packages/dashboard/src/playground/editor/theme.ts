import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

/** Colours are design tokens, so that one theme is light and dark. */
const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "transparent", color: "var(--text)", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--text)", padding: "10px 0" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)", borderLeftWidth: "1.5px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--text-3)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "34px", padding: "0 4px 0 8px" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--text) 4%, transparent)",
  },
  ".cm-activeLineGutter": { color: "var(--text-2)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "color-mix(in srgb, var(--accent) 18%, transparent)",
    outline: "none",
  },
  ".cm-foldPlaceholder": {
    backgroundColor: "var(--sunken)",
    borderColor: "var(--line)",
    color: "var(--text-2)",
  },
  ".cm-panels": { backgroundColor: "var(--panel)", color: "var(--text)", borderColor: "var(--line)" },
  ".cm-panel.cm-search": { padding: "8px 10px", fontSize: "13px" },
  ".cm-panel.cm-search [name=close]": { top: "6px", right: "8px", fontSize: "18px", color: "var(--text-2)" },
  ".cm-textfield": {
    padding: "3px 7px",
    border: "1px solid var(--line-strong)",
    borderRadius: "5px",
    backgroundColor: "var(--raised)",
    fontSize: "13px",
  },
  ".cm-button": {
    padding: "3px 9px",
    border: "1px solid var(--line-strong)",
    borderRadius: "5px",
    backgroundColor: "var(--raised)",
    backgroundImage: "none",
    fontSize: "13px",
  },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--warn) 28%, transparent)" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    boxShadow: "var(--shadow)",
    overflow: "hidden",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--text)",
  },
  // Letters of fonts that not everybody has.
  ".cm-completionIcon": { display: "none" },
  ".cm-diagnostic": {
    padding: "6px 10px",
    fontFamily: "var(--sans)",
    fontSize: "13px",
    maxWidth: "60ch",
    overflowWrap: "anywhere",
  },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warn)" },
  ".cm-specialChar": { color: "var(--bad)", opacity: "0.8" },
});

const colours = HighlightStyle.define([
  { tag: [t.keyword, t.modifier, t.controlKeyword, t.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [t.string, t.special(t.string), t.regexp, t.character], color: "var(--code-string)" },
  { tag: [t.number, t.bool, t.null, t.atom, t.escape], color: "var(--code-number)" },
  {
    tag: [t.comment, t.lineComment, t.blockComment, t.docComment],
    color: "var(--code-comment)",
    fontStyle: "italic",
  },
  {
    tag: [t.function(t.variableName), t.function(t.propertyName), t.function(t.definition(t.variableName))],
    color: "var(--code-function)",
  },
  { tag: [t.typeName, t.className, t.namespace, t.standard(t.typeName)], color: "var(--code-type)" },
  { tag: [t.propertyName, t.attributeName, t.labelName, t.macroName, t.meta], color: "var(--code-property)" },
  { tag: [t.operator, t.punctuation, t.bracket, t.separator], color: "var(--code-operator)" },
  { tag: t.tagName, color: "var(--code-keyword)" },
  { tag: t.heading, fontWeight: "600" },
  { tag: t.invalid, color: "var(--bad)" },
]);

export const editorTheme: Extension = [look, syntaxHighlighting(colours)];
