// What set-up tells: one line per step on stderr, so that stdout stays for what was asked for.

/** @param {string} text */
export const say = (text) => process.stderr.write(`setup: ${text}\n`);

/** Something that the user has to do. Printed without a stack. */
export class SetupError extends Error {
  name = "SetupError";
}

/**
 * Runs a step and says how long it took, when it did anything.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export const step = async (what, action) => {
  say(`${what} ...`);
  const startedAt = Date.now();
  const result = await action();
  say(`${what}: done after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return result;
};
