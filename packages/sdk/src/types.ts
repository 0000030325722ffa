// Made from the contract by `npm run generate`; not to be changed by hand.

/** Seconds that one request may wait. */
export const MAX_WAIT_SECONDS = 60;

export type Outcome =
  | "accepted"
  | "wrong_answer"
  | "runtime_error"
  | "time_limit"
  | "memory_limit"
  | "output_limit"
  | "compile_error"
  | "cancelled"
  | "expired"
  | "internal_error";

export type Status =
  | "queued"
  | "running"
  | "finished";

export type ProblemCode =
  | "malformed_request"
  | "malformed_json"
  | "key_missing"
  | "key_invalid"
  | "account_disabled"
  | "admin_only"
  | "accounts_off"
  | "sign_up_closed"
  | "no_credits"
  | "cross_site"
  | "not_found"
  | "execution_not_found"
  | "tenant_not_found"
  | "dead_letter_not_found"
  | "worker_not_found"
  | "key_not_found"
  | "method_not_allowed"
  | "not_interactive"
  | "upgrade_required"
  | "request_timeout"
  | "last_key"
  | "too_many_keys"
  | "tenant_busy"
  | "credits_unlimited"
  | "credits_too_few"
  | "idempotency_conflict"
  | "body_too_large"
  | "source_too_large"
  | "unsupported_media_type"
  | "host_not_allowed"
  | "unknown_field"
  | "missing_field"
  | "invalid_field"
  | "limit_out_of_range"
  | "unknown_language"
  | "rate_limited"
  | "tenant_queue_full"
  | "tenant_wait_too_long"
  | "headers_too_large"
  | "internal"
  | "queue_full"
  | "wait_too_long"
  | "too_many_streams"
  | "unavailable"
  | "shutting_down";

export interface Account {
  id: string;
  name: string | null;
  email: string | null;
  createdAt: string | null;
  disabled: boolean;
  credits: Credits | null;
  limits: AccountLimits;
  usage: {
    queued: number;
    running: number;
    keys: number;
  };
}

export interface AccountLimits {
  maxQueued: number | null;
  maxRunning: number | null;
  weight: number;
  requestsPerSecond: number | null;
  requestBurst: number | null;
}

export interface ApiKey {
  id: string;
  name: string;
  start: string;
  createdAt: string;
  lastUsedAt: string | null;
}

export interface ApiKeyList {
  keys: ApiKey[];
}

export type AttachMessage = {
  type: "stdin";
  data: string;
  encoding?: "utf8" | "base64";
} | {
  type: "end";
} | {
  type: "signal";
  signal: "SIGHUP" | "SIGINT" | "SIGQUIT" | "SIGKILL" | "SIGUSR1" | "SIGUSR2" | "SIGTERM" | "SIGCONT" | "SIGSTOP" | "SIGTSTP";
} | {
  type: "resize";
  columns: number;
  rows: number;
};

export interface BatchAnswer {
  executions: (Execution | Problem)[];
}

export interface BatchRequest {
  executions: ExecutionRequest[];
}

export interface Checker {
  type: "exact" | "lines" | "tokens" | "float" | "program";
  absolute?: number;
  relative?: number;
  language?: string;
  source?: string;
}

export interface CompileEvent {
  exitCode: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  cpuTimeMs: number;
  wallTimeMs: number;
  memoryBytes: number;
  cached: boolean;
  stdoutTruncated: boolean;
  stderrTruncated: boolean;
}

export interface CompileResult {
  exitCode: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  cpuTimeMs: number;
  wallTimeMs: number;
  memoryBytes: number;
  cached: boolean;
}

export interface Credits {
  granted: number;
  available: number;
  reserved: number;
  spent: number;
}

export interface DeadLetter {
  id: string;
  tenant: string;
  language: {
    id: string;
    version: string;
  };
  diedAt: string;
  reason: string;
  attempts: number;
}

export interface DeadLetterDetail {
  id: string;
  tenant: string;
  language: {
    id: string;
    version: string;
  };
  diedAt: string;
  reason: string;
  attempts: number;
  request: ExecutionRequest;
}

export interface DeadLetterList {
  deadLetters: DeadLetter[];
  cursor: string | null;
}

export interface Deliveries {
  url: string | null;
  status: "none" | "waiting" | "pending" | "delivered" | "failed";
  attempts: DeliveryAttempt[];
  nextAttemptAt: string | null;
}

export interface DeliveryAttempt {
  attempt: number;
  startedAt: string;
  durationMs: number | null;
  httpStatus: number | null;
  error: "dns" | "address_not_allowed" | "connect" | "tls" | "connection_lost" | "timeout" | "bad_answer" | "redirect" | "status" | "gone" | "interrupted" | null;
}

export interface Drain {
  id: string;
  drains: boolean;
}

export interface Execution {
  id: string;
  status: Status;
  outcome: Outcome | null;
  language: {
    id: string;
    version: string;
  };
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  queue?: {
    position: number;
    estimatedWaitMs: number;
  };
  compile: CompileResult | null;
  run: RunResult | null;
  tests: TestResult[];
  outputs: OutputFile[];
  outputsTruncated: boolean;
  timings: {
    queuedMs: number | null;
    compileMs: number | null;
    runMs: number | null;
    totalMs: number | null;
  };
  sandbox: {
    id: string;
    primed: boolean;
    uses: number;
  } | null;
  attempts: number;
  interactive?: boolean;
  metadata: Record<string, string>;
}

export interface ExecutionList {
  executions: Execution[];
  cursor: string | null;
}

export interface ExecutionRequest {
  language: string;
  source?: string;
  files?: SourceFile[];
  entry?: string;
  stdin?: string;
  args?: string[];
  env?: Record<string, string>;
  compileArgs?: string[];
  limits?: Limits;
  tests?: Test[];
  checker?: Checker;
  stopOnFirstFailure?: boolean;
  outputs?: string[];
  callbackUrl?: string;
  interactive?: boolean;
  terminal?: TerminalSize;
  session?: Session;
  priority?: "interactive" | "batch";
  maxQueueMs?: number;
  metadata?: Record<string, string>;
}

export interface FinishedEvent {
  id: string;
  status: Status;
  outcome: Outcome | null;
  language: {
    id: string;
    version: string;
  };
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  queue?: {
    position: number;
    estimatedWaitMs: number;
  };
  compile: {
    exitCode: number | null;
    signal: string | null;
    cpuTimeMs: number;
    wallTimeMs: number;
    memoryBytes: number;
    cached: boolean;
  } | null;
  run: {
    outcome: Outcome;
    exitCode: number | null;
    signal: string | null;
    message: string | null;
    stdoutTruncated: boolean;
    stderrTruncated: boolean;
    cpuTimeMs: number;
    wallTimeMs: number;
    memoryBytes: number;
  } | null;
  tests: ({
    name: string | null;
    outcome: Outcome;
    exitCode: number | null;
    signal: string | null;
    message: string | null;
    stdoutTruncated: boolean;
    stderrTruncated: boolean;
    cpuTimeMs: number;
    wallTimeMs: number;
    memoryBytes: number;
  })[];
  outputs: OutputFile[];
  outputsTruncated: boolean;
  timings: {
    queuedMs: number | null;
    compileMs: number | null;
    runMs: number | null;
    totalMs: number | null;
  };
  sandbox: {
    id: string;
    primed: boolean;
    uses: number;
  } | null;
  attempts: number;
  interactive?: boolean;
  metadata: Record<string, string>;
}

export interface Grant {
  amount: number;
}

export interface Health {
  status: "ok";
}

export interface IssuedKey {
  id: string;
  name: string;
  start: string;
  createdAt: string;
  lastUsedAt: string | null;
  key: string;
}

export interface Language {
  id: string;
  name: string;
  version: string;
  aliases: string[];
  extensions: string[];
  file: string;
  compiled: boolean;
  primed: boolean;
  hello: {
    source: string;
    stdout: string;
  };
}

export interface LanguageList {
  languages: Language[];
}

export interface Limits {
  cpuTimeMs?: number;
  wallTimeMs?: number;
  memoryBytes?: number;
  processes?: number;
  outputBytes?: number;
  diskBytes?: number;
  compileCpuTimeMs?: number;
  compileWallTimeMs?: number;
  compileMemoryBytes?: number;
}

export interface NewAccount {
  account: Account;
  key: IssuedKey;
}

export interface NewKey {
  name?: string;
}

export interface NewTenant {
  name?: string;
  email?: string;
  credits?: number | null;
}

export interface OutputEvent {
  data: string;
  encoding: "utf8" | "base64";
}

export interface OutputFile {
  path: string;
  content: string | null;
  sizeBytes: number;
}

export interface Pool {
  states: {
    booting: number;
    warm: number;
    busy: number;
    dirty: number;
  };
  workers: PoolWorker[];
}

export interface PoolSandbox {
  id: string;
  state: "booting" | "warm" | "busy" | "dirty";
  kind: string | null;
  uses: number;
  ageMs: number;
  memoryBytes: number;
}

export interface PoolWorker {
  id: string;
  startedAt: string;
  ready: boolean;
  draining: boolean;
  running: number;
  sandboxes: PoolSandbox[];
  deaths: Record<string, number>;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  hint: string;
  field?: string;
  retryAfterMs?: number;
}

export interface QueuedEvent {
  id: string;
  language: {
    id: string;
    version: string;
  };
  createdAt: string;
  queue?: {
    position: number;
    estimatedWaitMs: number;
  };
}

export interface Readiness {
  ready: boolean;
  reasons: string[];
}

export interface RotateWebhookSecret {
  previousValidMs?: number;
}

export interface RunResult {
  outcome: Outcome;
  exitCode: number | null;
  signal: string | null;
  message: string | null;
  stdout: string;
  stderr: string;
  stdoutTruncated: boolean;
  stderrTruncated: boolean;
  encoding: "utf8" | "base64";
  cpuTimeMs: number;
  wallTimeMs: number;
  memoryBytes: number;
}

export interface Session {
  timeMs?: number;
  idleTimeMs?: number;
  graceTimeMs?: number;
}

export interface SignUp {
  name?: string;
  email?: string;
}

export interface SourceFile {
  path: string;
  content: string;
  encoding?: "utf8" | "base64";
}

export interface StartedEvent {
  attempt: number;
  startedAt: string;
  queuedMs: number;
}

export interface Stats {
  queued: number;
  running: number;
  oldestQueuedMs: number;
  deadLetters: number;
  outcomes: Record<string, number>;
  perSecond: number;
  latencyMs: {
    queued: {
      p50: number;
      p95: number;
      p99: number;
    };
    run: {
      p50: number;
      p95: number;
      p99: number;
    };
    total: {
      p50: number;
      p95: number;
      p99: number;
    };
  };
  workers: {
    live: number;
    ready: number;
    draining: number;
  };
}

export interface TenantChange {
  name?: string | null;
  email?: string | null;
  disabled?: boolean;
  limits?: {
    maxQueued?: number | null;
    maxRunning?: number | null;
    weight?: number | null;
    requestsPerSecond?: number | null;
    requestBurst?: number | null;
  };
}

export interface TenantList {
  tenants: Account[];
  cursor: string | null;
}

export interface TerminalSize {
  columns: number;
  rows: number;
}

export interface Test {
  name?: string;
  stdin?: string;
  args?: string[];
  expected?: string;
  limits?: TestLimits;
}

export interface TestEvent {
  index: number;
  name: string | null;
  outcome: Outcome;
  exitCode: number | null;
  signal: string | null;
  message: string | null;
  stdout: string;
  stderr: string;
  stdoutTruncated: boolean;
  stderrTruncated: boolean;
  encoding: "utf8" | "base64";
  cpuTimeMs: number;
  wallTimeMs: number;
  memoryBytes: number;
}

export interface TestLimits {
  cpuTimeMs?: number;
  wallTimeMs?: number;
  memoryBytes?: number;
  processes?: number;
  outputBytes?: number;
  diskBytes?: number;
}

export interface TestResult {
  name: string | null;
  outcome: Outcome;
  exitCode: number | null;
  signal: string | null;
  message: string | null;
  stdout: string;
  stderr: string;
  stdoutTruncated: boolean;
  stderrTruncated: boolean;
  encoding: "utf8" | "base64";
  cpuTimeMs: number;
  wallTimeMs: number;
  memoryBytes: number;
}

export interface WebhookSecret {
  secret: string;
  previousValidUntil: string | null;
}

export interface WorkerList {
  workers: PoolWorker[];
}
