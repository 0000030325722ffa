import { LIMITS } from "@neuron/contract";
import type { Cancellation } from "../platform/cancellation.js";
import type { AgentChannel } from "./agent-channel.js";
import type { SandboxCgroup } from "./cgroups/index.js";
import { kindIn, primeOf, rootOf } from "./kinds.js";
import { fitsPrime, type Prime } from "./primes.js";
import { performRun } from "./run.js";
import {
  type FoundFile,
  type InputFile,
  type JailKind,
  type LayersOf,
  type LiveRun,
  MAKE_JAIL_TIMEOUT_MS,
  type OutputsWanted,
  type RunReport,
  type RunRequest,
  type Sandbox,
  SandboxLostError,
  type TerminalSize,
} from "./types.js";
import {
  collectedBytes,
  decodeCollected,
  decodeOutputs,
  decodeReady,
  encodeCollect,
  encodeOutputs,
  encodePrepare,
  FromAgent,
  frame,
  outputsBytes,
  ToAgent,
} from "./wire.js";

const PROBE_TIMEOUT_MS = 10_000;
const COLLECT_TIMEOUT_MS = 10_000;
/**
 * Freezing and thawing wakes each of a sandbox's processes twice. Under load a sandbox is used again before that, and is
 * spared both.
 */
const FREEZE_AFTER_MS = 500;
/**
 * What the last run left is gone by then: some of its memory is given back a grace period late, and noted as the idle
 * sandbox's would be missing from the next run's. Under load that one comes sooner, and takes the note itself.
 */
const NOTE_IDLE_AFTER_MS = 50;
/** A request with another size gets a jail of its own making. */
const DEFAULT_DISK_BYTES = LIMITS.diskBytes.default;

/** What one jail was made with. */
interface JailShape {
  readonly kind: JailKind;
  readonly diskBytes: number;
}

export interface SandboxParts {
  readonly id: string;
  readonly channel: AgentChannel;
  readonly cgroup: SandboxCgroup;
  readonly cpus: number;
  readonly primes: ReadonlyMap<JailKind, Prime>;
  readonly layersOf: LayersOf;
  /** Ends everything of it on the host. */
  readonly dispose: () => Promise<void>;
}

/** A file system entry takes about 4 KiB of kernel memory's worth: bounded by size, within reason. */
const inodesFor = (diskBytes: number): number =>
  Math.max(1024, Math.min(65_536, Math.floor(diskBytes / 4096)));

/** A live sandbox over its agent. See `Sandbox` for the contract. */
export class AgentSandbox implements Sandbox {
  readonly id: string;
  uses = 0;
  readonly #parts: SandboxParts;
  #jail: JailShape | null = null;
  #destroying: Promise<void> | null = null;
  #lost: SandboxLostError | null = null;
  #lostListener: ((reason: string) => void) | null = null;
  #busy = false;
  #freezer: NodeJS.Timeout | null = null;
  #noter: NodeJS.Timeout | null = null;

  constructor(parts: SandboxParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.#watch();
  }

  get awake(): boolean {
    return this.#freezer !== null;
  }

  get kind(): JailKind | null {
    return this.#jail?.kind ?? null;
  }

  onLost(listener: (reason: string) => void): void {
    this.#lostListener = listener;
    if (this.#lost && !this.#destroying) listener(this.#lost.message);
  }

  async run(request: RunRequest, cancellation?: Cancellation, live?: LiveRun): Promise<RunReport> {
    return this.#exclusively(async () => {
      const { channel, cgroup, cpus } = this.#parts;
      const waiting = this.#jail;
      const primed =
        !request.useKeptWork &&
        waiting?.kind === request.kind &&
        !request.terminal &&
        waiting.diskBytes === request.limits.diskBytes &&
        fitsPrime(request);
      if (!primed) {
        cgroup.thaw();
        // Booting a runtime for it alone, and warming that up, would take longer than its command does.
        const ahead = this.#parts.primes.get(primeOf(request.kind))?.ahead;
        const kind = ahead ? kindIn(rootOf(request.kind), "launcher") : request.kind;
        const { diskBytes } = request.limits;
        await this.#makeJail({ kind, diskBytes }, request.useKeptWork, request.terminal);
      }
      this.#jail = null;
      this.uses += 1;
      const context = { channel, cgroup, cpus, primed, cancellation, live };
      const report = await performRun(request, context);
      cgroup.relax();
      return report;
    });
  }

  async collect(most: { readonly bytes: number; readonly files: number }): Promise<InputFile[] | null> {
    return this.#ask(
      encodeCollect(most.bytes, most.files),
      collectedBytes(most.bytes, most.files),
      (data, whole) => (whole ? decodeCollected(data) : null),
    );
  }

  async outputs(wanted: OutputsWanted): Promise<{ files: FoundFile[]; whole: boolean }> {
    return this.#ask(encodeOutputs(wanted), outputsBytes(wanted.most), (data, whole) => ({
      files: decodeOutputs(data, wanted.most),
      whole,
    }));
  }

  async prepare(kind: JailKind): Promise<void> {
    await this.#exclusively(async () => {
      this.#parts.cgroup.thaw();
      await this.#makeJail({ kind, diskBytes: DEFAULT_DISK_BYTES }, false);
      this.#freezeSoon();
    });
  }

  async renew(kind: JailKind): Promise<void> {
    await this.#exclusively(async () => {
      this.#parts.cgroup.thaw();
      this.#jail = null;
      this.#parts.channel.send(frame(ToAgent.renew));
      await this.#makeJail({ kind, diskBytes: DEFAULT_DISK_BYTES }, false);
      this.#parts.cgroup.freeze();
    });
  }

  async probe(): Promise<string | null> {
    return this.#exclusively(async () => {
      this.#parts.cgroup.thaw();
      const answer = this.#parts.channel.expect(FromAgent.probed, PROBE_TIMEOUT_MS);
      this.#parts.channel.send(frame(ToAgent.probe));
      const wrong = (await answer).toString();
      this.#parts.cgroup.freeze();
      return wrong || null;
    });
  }

  cpuMs(): number {
    return this.#lost ? 0 : this.#parts.cgroup.cpuMs();
  }

  memoryBytes(): number {
    return this.#lost ? 0 : this.#parts.cgroup.memoryBytes();
  }

  destroy(): Promise<void> {
    this.#destroying ??= (async () => {
      this.#lost ??= new SandboxLostError("destroyed");
      this.#lostListener = null;
      this.#stayAwake();
      this.#parts.channel.close();
      await this.#parts.dispose();
    })().catch((error: unknown) => {
      this.#destroying = null; // what is left can be tried for again
      throw error;
    });
    return this.#destroying;
  }

  #freezeSoon(): void {
    this.#noter = setTimeout(() => {
      try {
        this.#parts.cgroup.noteIdle();
      } catch {
        // Its group is being removed: whoever uses it next is told.
      }
    }, NOTE_IDLE_AFTER_MS);
    this.#freezer = setTimeout(() => {
      this.#freezer = null;
      if (!this.#lost) this.#parts.cgroup.freeze();
    }, FREEZE_AFTER_MS);
  }

  #stayAwake(): void {
    if (this.#noter) clearTimeout(this.#noter);
    if (this.#freezer) clearTimeout(this.#freezer);
    this.#freezer = null;
  }

  /** What the agent tells of the work folder, `most` bytes at most. */
  #ask<T>(question: Buffer, most: number, decode: (data: Buffer, whole: boolean) => T): Promise<T> {
    return this.#exclusively(async () => {
      const { channel, cgroup } = this.#parts;
      cgroup.thaw();
      const parts: Buffer[] = [];
      let room = most;
      channel.onFrame = ({ type, payload }) => {
        if (type !== FromAgent.collecting) return;
        room -= payload.length;
        if (room < 0) throw new RangeError("more files than were asked for");
        parts.push(payload);
      };
      const answer = channel.expect(FromAgent.collected, COLLECT_TIMEOUT_MS);
      channel.send(question);
      const whole = (await answer).readUInt8(0) === 1;
      try {
        return decode(Buffer.concat(parts), whole);
      } catch (error) {
        throw new SandboxLostError(`agent protocol: ${(error as Error).message}`);
      }
    });
  }

  #layersOf(kind: JailKind): readonly string[] {
    const root = rootOf(kind);
    if (root === null) return [];
    const layers = this.#parts.layersOf(root);
    if (layers === null) throw new SandboxLostError(`${root} is not installed any more`);
    return layers;
  }

  async #makeJail(shape: JailShape, keep: boolean, terminal: TerminalSize | null = null): Promise<void> {
    this.#jail = null;
    const answer = this.#parts.channel.expect(FromAgent.ready, MAKE_JAIL_TIMEOUT_MS);
    this.#parts.channel.send(
      encodePrepare({
        kind: shape.kind,
        diskBytes: shape.diskBytes,
        inodes: inodesFor(shape.diskBytes),
        keep,
        terminal,
        boot: this.#parts.primes.get(primeOf(shape.kind)) ?? null,
        layers: this.#layersOf(shape.kind),
      }),
    );
    const { ok, why } = decodeReady(await answer);
    if (!ok) throw new SandboxLostError(why);
    if (!this.#parts.cgroup.settle()) throw new SandboxLostError("what a run left behind met a limit");
    this.#jail = shape;
  }

  async #exclusively<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#lost) throw this.#lost;
    if (this.#busy) throw new Error(`sandbox ${this.id} was asked for two things at once`);
    this.#busy = true;
    this.#stayAwake();
    try {
      return await operation();
    } finally {
      this.#busy = false;
      this.#watch();
    }
  }

  /** Between operations nothing may come from the agent, and its end is nobody's answer. */
  #watch(): void {
    this.#parts.channel.onFrame = () => {};
    this.#parts.channel.onLost = (error) => {
      this.#lost ??= error;
      this.#lostListener?.(error.message);
    };
  }
}
