globalThis.preloaded = [require.main, module.parent?.id, process.argv[1]];
