const env: NodeJS.ProcessEnv = process.env;
console.log(Object.entries(env).sort());
