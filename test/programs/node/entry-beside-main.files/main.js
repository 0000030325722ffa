console.log("main", __filename, module.parent?.filename, require.main.filename);
