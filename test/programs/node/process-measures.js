const start = performance.now();
const {
  performance: same,
  PerformanceObserver,
  monitorEventLoopDelay,
  createHistogram,
} = require("perf_hooks");
const v8 = require("v8");

// A starved machine takes seconds.
console.log(start > 0 && start < 60_000, same === performance, process.uptime() > 0 && process.uptime() < 60);
console.log(
  Math.abs(performance.timeOrigin - Date.now()) < 60_000,
  Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 500,
);
const [seconds] = process.hrtime();
const first = process.hrtime.bigint();
let steady = true;
for (let n = 0, last = first; n < 10_000; n++) {
  const next = process.hrtime.bigint();
  if (next < last) steady = false;
  last = next;
}
console.log(
  steady,
  seconds > 0,
  process.hrtime([seconds, 0]).length,
  Number(first / 1_000_000_000n) - seconds <= 1,
);
const memory = process.memoryUsage();
console.log(
  Object.keys(memory),
  memory.rss > 5e6 && memory.rss < 400e6,
  memory.heapUsed < memory.heapTotal,
  memory.heapUsed > 1e6,
);
console.log(
  process.memoryUsage.rss() > 5e6,
  process.constrainedMemory() >= 0,
  v8.getHeapStatistics().heap_size_limit > 200e6,
);
const { user, system } = process.cpuUsage();
for (let n = 0; n < 2e7; n++) Math.sqrt(n);
const spent = process.cpuUsage({ user, system });
console.log(user >= 0 && user < 1e6, spent.user + spent.system > 1000, process.resourceUsage().maxRSS > 5000);
const { nodeTiming } = performance;
console.log(
  Object.keys(nodeTiming.toJSON()),
  nodeTiming.bootstrapComplete > 0,
  nodeTiming.loopStart,
  nodeTiming.nodeStart >= 0,
);
const observer = new PerformanceObserver((list) => {
  console.log(list.getEntries().map(({ name, entryType }) => [name, entryType]));
  console.log(nodeTiming.loopStart > 0, performance.eventLoopUtilization().utilization <= 1);
  observer.disconnect();
});
observer.observe({ entryTypes: ["mark", "measure"] });
performance.mark("a");
performance.mark("b");
console.log(
  performance.measure("a to b", "a", "b").duration >= 0,
  performance.getEntriesByType("mark").length,
);
const histogram = createHistogram();
histogram.record(5);
console.log(histogram.max, monitorEventLoopDelay().enable(), performance.timerify(Math.max)(1, 2));
