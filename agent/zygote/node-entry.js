// In a child whose program is not the file that Node was booted with: makes Node go on with that one. Node holds the name
// of its entry already, and gives it to `Module.runMain`, which it looks up once. What it finds there, once, is bound to
// the other name: that shows in no stack trace. An expression: a function of the entry, as on a command line.
(entry) => {
  const Module = process.getBuiltinModule("module");
  const original = Object.getOwnPropertyDescriptor(Module, "runMain");
  const path = process.getBuiltinModule("path").resolve(entry);
  process.argv[1] = path;
  Object.defineProperty(Module, "runMain", {
    configurable: true,
    enumerable: true,
    get() {
      Object.defineProperty(Module, "runMain", original);
      return original.value.bind(Module, path);
    },
  });
};
