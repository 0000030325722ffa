console.log((process as any).sourceMapsEnabled, Object.getOwnPropertyNames(globalThis).filter((name: string): boolean => /neuron|typescript|import_meta/i.test(name)));
console.log(typeof Error.prepareStackTrace, process.listenerCount("exit"), process.moduleLoadList === undefined, (module.constructor as any).runMain.name, module.children.length, module.paths);
console.log((function typed(a: number, b?: string): void {}).toString().includes("typed"), (class A { private x: number = 1 }).name);
