import { fragment, replaceFragment } from "../shell/route.js";
import { decodeWork, encodeWork } from "./share.js";
import { notice, opened, openWork, work } from "./state.js";

const PREFIX = "code/";

/** What the page's address says and the page knows already. */
let known = "";
/** The opened work that the address stands for; -1: none. */
let standsFor = -1;

/** Makes the page's address a link to the work as it is now. */
export const putIntoAddress = async (): Promise<void> => {
  known = PREFIX + (await encodeWork(work.value));
  standsFor = opened.peek();
  replaceFragment(known);
};

/**
 * Opens the program that the page's address holds, also when another one is gone to, and runs nothing. Once the work was
 * changed, the address says something else than the page: then it says nothing any more. Returns what ends it.
 */
export const followAddress = (): (() => void) => {
  const stopOpening = fragment.subscribe((text) => {
    if (text === known) return;
    known = text;
    if (!text.startsWith(PREFIX)) return;
    void decodeWork(text.slice(PREFIX.length)).then((shared) => {
      if (text !== known) return;
      if (shared) openWork(shared, "Opened a shared program.");
      else notice.value = { text: "This link holds no program: perhaps it was cut." };
      standsFor = opened.peek();
    });
  });
  const stopForgetting = work.subscribe(() => {
    if (standsFor !== opened.peek() || !fragment.peek().startsWith(PREFIX)) return;
    standsFor = -1;
    replaceFragment("");
  });
  return () => {
    stopOpening();
    stopForgetting();
  };
};
