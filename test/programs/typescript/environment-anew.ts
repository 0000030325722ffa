console.log(process.env.TZ, new Date(0).getTimezoneOffset() as number, process.execArgv, process.argv.slice(1));
enum E { A }
console.log(E);
