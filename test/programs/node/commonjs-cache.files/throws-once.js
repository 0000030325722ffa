globalThis.attempts = (globalThis.attempts ?? 0) + 1;
if (globalThis.attempts === 1) throw new Error("first attempt");
module.exports = globalThis.attempts;
