/** Gives addresses below these paths without a slash at their end: clients put one wherever they like. */
export const createLastSlash =
  (...paths: readonly string[]) =>
  (url: string): string =>
    paths.some((path) => url.startsWith(`${path}/`))
      ? url.replace(/^([^?#]*[^/?#])\/+(?=[?#]|$)/, "$1")
      : url;
