import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface DialogProps {
  readonly open: Signal<boolean>;
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A modal dialog: the browser keeps the focus in it, closes it on Escape, and gives the focus back. */
export const Dialog = ({ open, label, class: own = "", children }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = open.value;
  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    if (!isOpen && dialog.current?.open) dialog.current.close();
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way is Escape, which the browser knows
    <dialog
      ref={dialog}
      class={`dialog ${own}`}
      aria-label={label}
      onClose={() => {
        open.value = false;
      }}
      onClick={({ target }) => {
        if (target === dialog.current) open.value = false;
      }}
    >
      {isOpen && <div class="dialog-content">{children}</div>}
    </dialog>
  );
};
