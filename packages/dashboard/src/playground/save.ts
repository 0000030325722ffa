/** Gives the user a file. Its type says that it is nothing that a browser would open, whatever its name. */
export const saveBytes = (path: string, parts: readonly Uint8Array<ArrayBuffer>[]): void => {
  const url = URL.createObjectURL(new Blob([...parts], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(path);
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** The last part of a path, without what a file system or a person could take for something else. */
export const fileName = (path: string): string => {
  const name = path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/[\p{Cc}\p{Cf}<>:"|?*\\]/gu, "_")
    .replace(/^\.+/, "_");
  return name === "" ? "file" : name;
};
