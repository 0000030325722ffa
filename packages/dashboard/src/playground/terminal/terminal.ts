import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import { isDark, token } from "../../shell/theme.js";
import type { TerminalListener, TerminalPort } from "../run/terminal-port.js";
import { allowStyles } from "./allowed-styles.js";

/** What a program asks a terminal for beyond showing text: titles, links, colours of the window, the clipboard. */
const REFUSED_COMMANDS = [0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 52, 104, 110, 111, 112, 133, 633, 777, 1337];

/** Sizes that the service takes. */
const MOST = 1000;

/**
 * A terminal for an untrusted program. It shows text and colours, moves its cursor, and nothing else: no links, no titles, no
 * clipboard, no pictures. What it is asked for is answered to the program itself, which is the only one that hears it.
 */
export const openTerminal = (parent: HTMLElement) => {
  const refuseStyles = allowStyles();
  const terminal = new Terminal({
    allowProposedApi: false,
    cursorBlink: false,
    fontFamily: token("--mono"),
    fontSize: 13,
    lineHeight: 1.25,
    scrollback: 5_000,
    linkHandler: { activate: () => undefined },
    windowOptions: {},
    macOptionIsMeta: true,
    minimumContrastRatio: 4.5,
  });
  for (const command of REFUSED_COMMANDS) terminal.parser.registerOscHandler(command, () => true);
  terminal.open(parent);
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.textarea?.setAttribute("aria-label", "Terminal: what you type goes to the program");
  let listener: TerminalListener | null = null;

  terminal.onData((data) => listener?.onInput(data));
  terminal.onBinary((data) => listener?.onInput(Uint8Array.from(data, (each) => each.charCodeAt(0))));
  terminal.onResize(({ cols, rows }) => listener?.onResize(sizeOf(cols, rows)));
  const observer = new ResizeObserver(() => {
    if (parent.clientWidth > 0) fit.fit();
  });
  observer.observe(parent);

  const port: TerminalPort = {
    size: () => sizeOf(terminal.cols, terminal.rows),
    write: (data) => new Promise((resolve) => terminal.write(data, resolve)),
    clear: () => terminal.reset(),
    focus: () => terminal.focus(),
    connect(next) {
      listener = next;
      terminal.options.cursorBlink = next !== null;
    },
  };
  return {
    port,
    applyTheme(): void {
      void isDark.value;
      terminal.options.theme = themeNow();
    },
    dispose(): void {
      observer.disconnect();
      terminal.dispose();
      refuseStyles();
    },
  };
};

const sizeOf = (columns: number, rows: number) => ({
  columns: Math.max(1, Math.min(columns, MOST)),
  rows: Math.max(1, Math.min(rows, MOST)),
});

const themeNow = () => ({
  background: token("--panel"),
  foreground: token("--text"),
  cursor: token("--text"),
  cursorAccent: token("--panel"),
  selectionBackground: `${token("--accent")}44`,
  red: token("--bad"),
  green: token("--good"),
  yellow: token("--warn"),
  blue: token("--accent"),
});
