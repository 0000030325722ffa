import {
  type InputFile,
  type JailKind,
  type RunReport,
  type RunRequest,
  type Sandbox,
  type SandboxDriver,
  SandboxLostError,
} from "../sandbox/types.js";

/**
 * Sandboxes that do what a test says, in memory: for the races of the pool's states, which real ones cannot be made to
 * run into. Every operation waits until the test lets it go, unless `auto` is set.
 */
export interface ScriptedDriver extends SandboxDriver {
  auto: boolean;
  readonly sandboxes: ScriptedSandbox[];
  readonly boots: Operation<ScriptedSandbox>[];
  /** Booted and not destroyed. */
  alive(): ScriptedSandbox[];
}

export interface Operation<T = void> {
  readonly what: string;
  readonly done: boolean;
  succeed(value: T): void;
  fail(error: Error): void;
}

export interface ScriptedSandbox extends Sandbox {
  awake: boolean;
  readonly operations: Operation<unknown>[];
  readonly log: string[];
  destroyed: boolean;
  usedCpuMs: number;
  /** The oldest operation under way. */
  current(): Operation<unknown>;
  lose(reason: string): void;
}

const IDLE_BYTES = 1_000_000;

export function createScriptedDriver(): ScriptedDriver {
  let ids = 0;
  const driver: ScriptedDriver = {
    auto: true,
    zygotes: true,
    roots: true,
    sandboxes: [],
    boots: [],
    alive: () => driver.sandboxes.filter((sandbox) => !sandbox.destroyed),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    totalCpuMs: () => 0,
    idleBytes: () => IDLE_BYTES,
    boot(kind) {
      const { operation, promise } = pending<ScriptedSandbox>(`boot ${kind}`);
      driver.boots.push(operation);
      const sandbox = createSandbox(`s${++ids}`, kind, () => driver.auto);
      if (driver.auto) operation.succeed(sandbox);
      return promise.then((booted) => {
        driver.sandboxes.push(booted ?? sandbox);
        return booted ?? sandbox;
      });
    },
  };
  return driver;
}

function createSandbox(id: string, kind: JailKind, auto: () => boolean): ScriptedSandbox {
  let listener: ((reason: string) => void) | null = null;
  const rejects = new Set<(error: Error) => void>();

  const perform = <T>(what: string, value: T, then: () => void = () => undefined): Promise<T> => {
    sandbox.log.push(what);
    const { operation, promise, reject } = pending<T>(what);
    sandbox.operations.push(operation as Operation<unknown>);
    rejects.add(reject);
    if (auto()) operation.succeed(value);
    return promise.then((result) => {
      rejects.delete(reject);
      then();
      return result ?? value;
    });
  };

  const state = { kind: kind as JailKind | null, uses: 0 };
  const sandbox: ScriptedSandbox = {
    id,
    get kind() {
      return state.kind;
    },
    get uses() {
      return state.uses;
    },
    awake: false,
    operations: [],
    log: [],
    destroyed: false,
    usedCpuMs: 0,
    current() {
      const operation = sandbox.operations.find((one) => !one.done);
      if (!operation) throw new Error(`nothing is under way in ${id}`);
      return operation;
    },
    lose(reason) {
      for (const reject of rejects) reject(new SandboxLostError(reason));
      rejects.clear();
      listener?.(reason);
    },
    onLost(given) {
      listener = given;
    },
    run(request) {
      state.uses += 1;
      state.kind = null;
      return perform(`run ${request.kind}`, reportOf(request));
    },
    prepare: (next) =>
      perform<void>(`prepare ${next}`, undefined, () => {
        state.kind = next;
      }),
    renew: (next) =>
      perform<void>(`renew ${next}`, undefined, () => {
        state.kind = next;
      }),
    collect: () => perform<readonly InputFile[] | null>("collect", null),
    outputs: () => perform("outputs", { files: [], whole: true }),
    probe: () => perform<string | null>("probe", null),
    cpuMs: () => sandbox.usedCpuMs,
    memoryBytes: () => IDLE_BYTES,
    async destroy() {
      if (sandbox.destroyed) return;
      sandbox.destroyed = true;
      sandbox.log.push("destroy");
      for (const reject of rejects) reject(new SandboxLostError("destroyed"));
      rejects.clear();
    },
  };
  return sandbox;
}

function pending<T>(what: string) {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  const state = { done: false };
  const end = <A>(settle: (value: A) => void) => {
    return (value: A): void => {
      state.done = true;
      settle(value);
    };
  };
  const operation: Operation<T> = {
    what,
    get done() {
      return state.done;
    },
    succeed: end<T>((value) => resolve(value)),
    fail: end<Error>((error) => reject(error)),
  };
  return { operation, promise, reject: end<Error>((error) => reject(error)) };
}

/** As a program would be reported that printed nothing and ended well. */
export function reportOf(request: Pick<RunRequest, "kind">, given: Partial<RunReport> = {}): RunReport {
  return {
    outcome: "accepted",
    exitCode: 0,
    signal: null,
    message: null,
    stdout: Buffer.from(request.kind),
    stderr: Buffer.alloc(0),
    stdoutTruncated: false,
    stderrTruncated: false,
    cpuTimeMs: 1,
    wallTimeMs: 2,
    memoryBytes: 3,
    startMs: 0.5,
    primed: true,
    dirty: null,
    ...given,
  };
}
