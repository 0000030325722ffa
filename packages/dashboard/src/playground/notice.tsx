import { useEffect } from "preact/hooks";
import { notice } from "./state.js";

const SHOWN_MS = 6_000;

/** What just happened, for a while, with a way back where there is one. */
export const Notice = () => {
  const current = notice.value;
  useEffect(() => {
    if (current === null) return;
    const timer = setTimeout(() => {
      if (notice.peek() === current) notice.value = null;
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [current]);
  return (
    <div class="notice-place" aria-live="polite">
      {current && (
        <div class="notice">
          <span>{current.text}</span>
          {current.undo && (
            <button type="button" class="button button-plain" onClick={current.undo}>
              Undo
            </button>
          )}
        </div>
      )}
    </div>
  );
};
