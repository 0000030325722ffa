import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { NotLoaded } from "../parts/not-loaded.js";
import type { TerminalPort } from "./run/terminal-port.js";

interface TerminalViewProps {
  /** Told of the terminal when it can be used, and of its end by null. */
  readonly onReady: (port: TerminalPort | null) => void;
}

export const TerminalView = ({ onReady }: TerminalViewProps) => {
  const host = useRef<HTMLDivElement>(null);
  const failed = useSignal(false);
  const ready = useRef(onReady);
  ready.current = onReady;
  useEffect(() => {
    let closed = false;
    let dispose = (): void => undefined;
    import("./terminal/terminal.js").then(
      ({ openTerminal }) => {
        if (closed || host.current === null) return;
        const terminal = openTerminal(host.current);
        const stop = effect(() => terminal.applyTheme());
        dispose = () => {
          stop();
          terminal.dispose();
        };
        ready.current(terminal.port);
      },
      () => {
        failed.value = true;
      },
    );
    return () => {
      closed = true;
      ready.current(null);
      dispose();
    };
  }, []);
  if (failed.value) {
    return (
      <div class="empty" role="alert">
        <p>The terminal could not be loaded.</p>
        <NotLoaded />
      </div>
    );
  }
  return <div class="terminal-host" ref={host} />;
};
