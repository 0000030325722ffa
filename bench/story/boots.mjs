// A sandbox for each request: boots it, runs the program in it, destroys it. Told by its parent over IPC what to do.
import { createDrivers } from "./drivers.mjs";

const LIMITS = {
  cpuTimeMs: 10_000,
  wallTimeMs: 60_000,
  memoryBytes: 256 * 1024 * 1024,
  processes: 64,
  outputBytes: 1024 * 1024,
  diskBytes: 64 * 1024 * 1024,
};

const requestOf = ({ source }) => ({
  kind: "launcher",
  files: [{ path: "main.py", content: Buffer.from(source) }],
  argv: ["python3", "main.py"],
  env: {},
  stdin: Buffer.alloc(0),
  limits: LIMITS,
  keepWork: false,
  useKeptWork: false,
});

const tell = (message) => process.connected && process.send(message);

const setup = await new Promise((resolve) => process.once("message", resolve));
const drivers = createDrivers(setup);
const destroying = new Set();
let stopping = false;

const serve = async (driver, begun) => {
  const sandbox = await driver.boot("launcher");
  const report = await sandbox.run(requestOf(setup.hello));
  if (report.outcome !== "accepted" || report.stdout.toString() !== setup.hello.expected)
    throw new Error(`${report.outcome}: ${report.stdout} ${report.stderr}`);
  // The answer is there; what it leaves behind is destroyed meanwhile.
  tell({ type: "done", ms: performance.now() - begun });
  const gone = sandbox.destroy().catch((error) => tell({ type: "failed", message: error.message }));
  destroying.add(gone);
  await gone;
  destroying.delete(gone);
};

const stop = async () => {
  if (stopping) return;
  stopping = true;
  await Promise.allSettled(drivers.map((driver) => driver.stop()));
  process.exit(0);
};
process
  .on("SIGTERM", stop)
  .on("SIGINT", () => {})
  .on("disconnect", stop);

for (const driver of drivers) await driver.start();
tell({ type: "begun" });
const begun = performance.now();
let next = 0;
const lane = async (driver) => {
  while (next < setup.count && !stopping) {
    next++;
    try {
      // All requests came at the same moment: waiting for a lane counts.
      await serve(driver, begun);
    } catch (error) {
      if (!stopping) tell({ type: "failed", message: error.message });
    }
  }
};
await Promise.all(Array.from({ length: setup.atOnce }, (_, index) => lane(drivers[index % drivers.length])));
await stop();
