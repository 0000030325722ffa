// Runs inside the guest: `neuron up` as a systemd service on cgroup v2, from its start to what it leaves.

import { release } from "node:os";
import { fileURLToPath } from "node:url";
import { createChecks } from "./checks.mjs";
import { checkContainer } from "./container.mjs";
import { checkEndings } from "./endings.mjs";
import { checkMachine } from "./machine.mjs";
import { checkOutcomes } from "./outcomes.mjs";
import { checkSandboxes } from "./sandboxes.mjs";
import { createService } from "./service.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const checks = createChecks();
checks.say(`Linux ${release()}, node ${process.version}`);
const service = createService(root);
try {
  await checkMachine(checks, root);
  if (await checks.check("it starts as a systemd service", () => service.start())) {
    await checkOutcomes(checks, service);
    await checkSandboxes(checks, service);
    await checkEndings(checks, service);
    await checkContainer(checks, service, root);
  }
} finally {
  if (checks.failed > 0) checks.say(`the service's log:\n${await service.log()}`);
  await service.stop();
}
process.stdout.write(`\n${checks.passed} passed, ${checks.failed} failed\n`);
process.exitCode = checks.failed === 0 && checks.passed > 0 ? 0 : 1;
