import { useSignal } from "@preact/signals";
import { Dialog } from "../parts/dialog.js";
import { asNeuronError } from "../service/client.js";
import { putIntoAddress } from "./shared-address.js";
import { notice } from "./state.js";

/** Some programs that pass links on cut longer ones. */
const LONG = 8_000;

/** Puts the work into the page's address, and the address into the clipboard. */
export const ShareButton = () => {
  const open = useSignal(false);
  const link = useSignal("");

  const share = async (): Promise<void> => {
    try {
      await putIntoAddress();
    } catch (error) {
      notice.value = { text: asNeuronError(error).detail };
      return;
    }
    link.value = location.href;
    try {
      await navigator.clipboard.writeText(link.value);
      notice.value = {
        text: `Link copied. The program is in the link itself; nothing was stored${
          link.value.length > LONG ? ". It is long: some messengers cut it" : ""
        }.`,
      };
    } catch {
      // Over plain HTTP, or not allowed: the user copies it.
      open.value = true;
    }
  };

  return (
    <>
      <button type="button" class="button" onClick={() => void share()}>
        Share
      </button>
      <Dialog open={open} label="Share">
        <h2>Share</h2>
        <p>The program is in the link itself: nothing is stored, and nobody has it who has not the link.</p>
        <input
          class="input code-input"
          readOnly
          aria-label="Link"
          value={link.value}
          ref={(input) => input?.select()}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </Dialog>
    </>
  );
};
