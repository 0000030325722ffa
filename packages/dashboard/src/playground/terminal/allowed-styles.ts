import { styleNonce } from "../editor/nonce.js";

/**
 * The terminal writes rules into style elements and colours into style attributes. The page's policy allows the first only
 * with its nonce, and the second not at all, while it allows what scripts set on an element's `style`. So elements that are
 * made meanwhile are made such that both work. Returns what ends it.
 */
export const allowStyles = (): (() => void) => {
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = Document.prototype.createElement.call(document, tag, options);
    if (element instanceof HTMLStyleElement) element.nonce = styleNonce();
    else if (element instanceof HTMLSpanElement) element.setAttribute = setAttribute;
    return element;
  }) as typeof document.createElement;
  // The document's own again, which it has from its class.
  return () => Reflect.deleteProperty(document, "createElement");
};

const setAttribute = function (this: HTMLElement, name: string, value: string): void {
  if (name === "style") this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
};
