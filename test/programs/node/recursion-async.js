async function down(n) {
  if (n === 0) return "bottom";
  await null;
  return down(n - 1);
}

down(20_000).then(console.log);
let ticks = 0;
(function tick() {
  if (++ticks < 50_000) process.nextTick(tick);
  else console.log("ticks", ticks);
})();
let chain = Promise.resolve(0);
for (let n = 0; n < 50_000; n++) chain = chain.then((value) => value + 1);
chain.then((value) => console.log("chain", value));
