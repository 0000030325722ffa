import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionRequest, Outcome, RunResult } from "@neuron/contract";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { expectOutcome, runOf, type Service, useService } from "../e2e/service.js";

/**
 * One sandbox slot that hostile programs run in. After each test a clean program, in the same slot, has to see exactly
 * what it saw in a fresh sandbox, and the host has to be as it was.
 */
export interface Slot {
  readonly service: Service;
  /** A word that hostile programs carry: nobody else may ever find it. */
  readonly word: string;
  /** A file of the host's that hostile programs aim at. Anybody on the host could write to it. */
  readonly hostFile: string;
  /** Runs it and asserts its outcome. */
  attack(request: ExecutionRequest, outcome: Outcome | readonly Outcome[]): Promise<RunResult>;
  /** The same for one that does not get beyond compiling; gives what the compiler said. */
  attackCompiler(request: ExecutionRequest): Promise<string>;
}

type Findings = Readonly<Record<string, unknown>>;

export const INSPECTOR = readFileSync(new URL("inspector.py", import.meta.url), "utf8");
const HEALTH_MS = 500;
/** A slot's memory is what agent, booted runtime and the kernel's caches for them need. */
const MEMORY_SLACK_BYTES = 24 * 1024 * 1024;

export const useSlot = (settings: Record<string, string> = {}): Slot => {
  const service = useService({ NEURON_POOL_SIZE: "1", ...settings });
  const word = `neuron-hostile-${randomBytes(4).toString("hex")}`;
  const hostDir = mkdtempSync(join(tmpdir(), "neuron-hostile-"));
  const hostFile = join(hostDir, "marker");
  let fresh: Look;

  beforeAll(async () => {
    chmodSync(hostDir, 0o777);
    writeFileSync(hostFile, "untouched", { mode: 0o666 });
    chmodSync(hostFile, 0o666);
    await settled(service);
    fresh = await look(service);
    expect(await look(service), "the inspector sees the same twice").toEqual(fresh);
  });
  afterAll(() => rmSync(hostDir, { recursive: true, force: true }));

  afterEach(async () => {
    const askedAt = Date.now();
    expect((await service.fetch("/healthz")).status).toBe(200);
    expect(Date.now() - askedAt, "milliseconds until /healthz answered").toBeLessThan(HEALTH_MS);
    await settled(service);
    expect(await look(service), "what the next program sees").toEqual(fresh);
    expect(readFileSync(hostFile, "utf8")).toBe("untouched");
  });

  return {
    service,
    word,
    hostFile,
    async attack(request, outcome) {
      const execution = await service.execute(request);
      const allowed = [outcome].flat();
      expectOutcome(execution, allowed.find((one) => one === execution.outcome) ?? allowed[0] ?? "accepted");
      return runOf(execution);
    },
    async attackCompiler(request) {
      const execution = await service.execute(request);
      expectOutcome(execution, "compile_error");
      return execution.compile?.stderr ?? "";
    },
  };
};

/** What the slot looks like from inside, for each kind of jail, and from the host. */
interface Look {
  readonly inFork: Findings;
  readonly inLauncher: Findings;
  readonly parts: readonly number[];
}

const look = async (service: Service): Promise<Look> => {
  const files = [{ path: "inspector.py", content: INSPECTOR }];
  const inFork = await inspect(service, { language: "python", files });
  await settled(service);
  const main = { path: "main.sh", content: "exec python3 inspector.py" };
  const inLauncher = await inspect(service, { language: "bash", entry: "main.sh", files: [main, ...files] });
  await settled(service);
  await service.until("the idle sandbox's memory is small again", async () => {
    const memory = (await service.pool()).workers[0]?.sandboxes[0]?.memoryBytes ?? 0;
    return memory > 0 && memory < MEMORY_SLACK_BYTES;
  });
  return {
    inFork,
    inLauncher,
    parts: (["worker", "api", "redis"] as const).map((part) => service.pidOf(part)),
  };
};

const inspect = async (service: Service, request: ExecutionRequest): Promise<Findings> => {
  const execution = await service.execute(request);
  const run = expectOutcome(execution, "accepted");
  expect(run?.stderr).toBe("");
  return JSON.parse(run?.stdout ?? "") as Findings;
};

/**
 * Waits until the slot holds one sandbox, ready for the next: its agent, the jail's init, what waits in the jail, and
 * maybe a booted runtime. The pool's own report is no help: it may be of a moment ago.
 */
const settled = (service: Service): Promise<void> =>
  service.until(
    "one sandbox waits in the slot",
    () => service.agentPids().length === 1 && [3, 4].includes(service.sandboxPids().length),
    20_000,
  );
