// `npm start`: set-up where it is needed, then `neuron up` in this very process, so that signals reach it directly.
// Arguments are those of `neuron up`: npm start -- --port 5000
import { explain, setUp } from "./setup.mjs";

// An interrupted step leaves nothing that looks finished, so ending at once is fine; children end with the terminal's
// group. Exit handlers still run.
const interrupted = () => process.exit(130);
process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
try {
  await setUp();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
process.off("SIGINT", interrupted).off("SIGTERM", interrupted);

process.argv = [process.argv[0], "neuron", "up", ...process.argv.slice(2)];
await import("../packages/cli/dist/main.js");
