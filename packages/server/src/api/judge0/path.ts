export const JUDGE0_PATH = "/judge0";

/** Clients put a slash at the end of whatever they like. */
export const withoutLastSlash = (url: string): string =>
  url.startsWith(`${JUDGE0_PATH}/`) ? url.replace(/^([^?#]*[^/?#])\/+(?=[?#]|$)/, "$1") : url;
