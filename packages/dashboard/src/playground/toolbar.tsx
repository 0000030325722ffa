import { useSignal } from "@preact/signals";
import { ExamplePicker } from "./example-picker.js";
import { LanguagePicker } from "./language-picker.js";
import { OptionsDialog } from "./options-dialog.js";
import type { Run } from "./run/run.js";
import { ShareButton } from "./share-button.js";

interface ToolbarProps {
  readonly run: Run;
  readonly onRun: () => void;
}

const RUN_KEYS = /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘⏎" : "Ctrl ⏎";

export const Toolbar = ({ run, onRun }: ToolbarProps) => {
  const options = useSignal(false);
  return (
    <div class="toolbar">
      <LanguagePicker />
      <ExamplePicker />
      <button
        type="button"
        class="button button-plain"
        aria-haspopup="dialog"
        onClick={() => {
          options.value = true;
        }}
      >
        Options
      </button>
      <span class="toolbar-space" />
      <ShareButton />
      <RunButton run={run} onRun={onRun} />
      <OptionsDialog open={options} />
    </div>
  );
};

/** Run, and Stop while something runs: both in one place of one size. */
const RunButton = ({ run, onRun }: ToolbarProps) => {
  const busy = ["sending", "queued", "running"].includes(run.status.value);
  return (
    <span class="run-place">
      <button
        type="button"
        class="button button-primary run-button"
        title={`Run (${RUN_KEYS})`}
        onClick={onRun}
      >
        <span class="run-glyph" aria-hidden="true" />
        Run <kbd class="run-keys">{RUN_KEYS}</kbd>
      </button>
      <button type="button" class="button stop-button" disabled={!busy} onClick={() => void run.stop()}>
        <span class="stop-glyph" aria-hidden="true" />
        Stop
      </button>
    </span>
  );
};
