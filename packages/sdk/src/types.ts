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
  | "burst_running"
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
  | "tenant_sessions_full"
  | "headers_too_large"
  | "internal"
  | "queue_full"
  | "sessions_full"
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

export interface Burst {
  id: string;
  language: string;
  startedAt: string;
  over: boolean;
  count: number;
  accepted: number;
  refused: number;
  finished: number;
  right: number;
  outcomes: Record<string, number>;
  lost: number;
  acceptedMs: number;
  elapsedMs: number;
  latencyMs: Percentiles | null;
}

export interface BurstRequest {
  count?: number;
  language?: string;
}

export interface Checker {
  /** exact: byte for byte. lines: white space at the ends of lines and of the text does not count. tokens: words alone count. float: numbers may differ a little. program: a program decides. */
  type: "exact" | "lines" | "tokens" | "float" | "program";
  /** For float: how much a number may differ. */
  absolute?: number;
  /** For float: how much it may differ in proportion. */
  relative?: number;
  /** Of the checker program. */
  language?: string;
  /** Of the checker program. */
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
  /** 0: it compiled. */
  exitCode: number | null;
  /** Name of the signal that ended the compiler. */
  signal: string | null;
  /** What the compiler printed. */
  stdout: string;
  /** What the compiler printed. */
  stderr: string;
  /** Of all its processes. */
  cpuTimeMs: number;
  /** From start to end. */
  wallTimeMs: number;
  /** The most that it used at once. */
  memoryBytes: number;
  /** The same sources were compiled before, and this is what came out then. */
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
  /** For /v1/executions/{id}. */
  id: string;
  /** finished is final. */
  status: Status;
  /** How it ended; null before. accepted: it exited with 0 within its limits and printed what was expected. internal_error with tests: the request's own checker failed, and the test's message, which begins with "The checker", says how; it costs a credit like any execution. internal_error without tests or a run: the service failed, and it costs nothing. */
  outcome: Outcome | null;
  /** The one that was chosen, with its installed version. */
  language: {
    id: string;
    version: string;
  };
  /** RFC 3339, UTC. */
  createdAt: string;
  /** When a worker took it. */
  startedAt: string | null;
  /** When it ended. */
  finishedAt: string | null;
  /** Its place, while it waits. */
  queue?: {
    position: number;
    estimatedWaitMs: number;
  };
  /** Null where there is no compile step, or it was not reached. */
  compile: CompileResult | null;
  /** Null when it was not reached, and for an execution with tests. */
  run: RunResult | null;
  /** Those that were run, in the request's order. */
  tests: TestResult[];
  /** Files that the program left and outputs asked for. */
  outputs: OutputFile[];
  /** More files matched than are returned. */
  outputsTruncated: boolean;
  /** Where the time went, on the service's side. */
  timings: {
    queuedMs: number | null;
    compileMs: number | null;
    runMs: number | null;
    totalMs: number | null;
  };
  /** Which sandbox it ran in; primed: its runtime was booted before the request came. */
  sandbox: {
    id: string;
    primed: boolean;
    uses: number;
  } | null;
  /** More than 1 when a worker was lost. */
  attempts: number;
  /** A client may attach to it. */
  interactive?: boolean;
  /** As it was sent. */
  metadata: Record<string, string>;
}

export interface ExecutionList {
  executions: Execution[];
  cursor: string | null;
}

export interface ExecutionRequest {
  /** Id or alias, in any case; python@3.13 for a version. GET /v1/languages lists them. */
  language: string;
  /** The program's text. Either this or files. */
  source?: string;
  /** The program as files. Either this or source. */
  files?: SourceFile[];
  /** Which of the files is started. Left out: the one named as the language's own, or the only one. */
  entry?: string;
  /** What the program reads. */
  stdin?: string;
  /** Arguments of the program. */
  args?: string[];
  /** Variables of its environment. */
  env?: Record<string, string>;
  /** Arguments of the compiler. */
  compileArgs?: string[];
  /** What is left out takes its default. */
  limits?: Limits;
  /** Compiled once, run once for each. */
  tests?: Test[];
  /** How what was printed is compared with what was expected. Left out: lines. */
  checker?: Checker;
  /** Runs no further test after one that was not accepted. */
  stopOnFirstFailure?: boolean;
  /** Patterns of files to return: * and ? within a name, ** for any folders. */
  outputs?: string[];
  /** Where the finished execution is sent to, signed. http or https. */
  callbackUrl?: string;
  /** A client may attach to it. */
  interactive?: boolean;
  /** Gives an interactive program a terminal of this size in place of pipes. */
  terminal?: TerminalSize;
  /** How long an interactive program may go on. */
  session?: Session;
  /** interactive goes before batch. Left out: interactive. */
  priority?: "interactive" | "batch";
  /** How long it may wait; then it ends as expired. Left out: 60 s. */
  maxQueueMs?: number;
  /** Names and values of your own, given back with the execution. */
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
  /** CPU time of all processes together. */
  cpuTimeMs?: number;
  /** Left out: twice the CPU time, 20 s at least. */
  wallTimeMs?: number;
  /** Memory of all processes together, files included. */
  memoryBytes?: number;
  /** Processes and threads at once. */
  processes?: number;
  /** Of stdout and stderr together; what prints more is ended. */
  outputBytes?: number;
  /** What the program's files may take. */
  diskBytes?: number;
  /** As cpuTimeMs, of the compiler. */
  compileCpuTimeMs?: number;
  /** As wallTimeMs, of the compiler. */
  compileWallTimeMs?: number;
  /** As memoryBytes, of the compiler. */
  compileMemoryBytes?: number;
}

export interface LiveExecution {
  id: string;
  tenant: string;
  status: Status;
  outcome: Outcome | null;
  language: string;
  createdAt: string;
  finishedAt: string | null;
  queuedMs: number | null;
  runMs: number | null;
  totalMs: number | null;
  attempts: number;
}

export interface LiveExecutions {
  executions: LiveExecution[];
  unfinished: string[];
}

export interface LiveSandboxes {
  worker: string;
  all: boolean;
  sandboxes: PoolSandbox[];
  emptied: number[];
}

export interface LiveStats {
  at: string;
  scope: "service" | "account";
  queued: number;
  running: number;
  oldestQueuedMs: number;
  perSecond: number;
  latencyMs: {
    queued: Percentiles;
    run: Percentiles;
    total: Percentiles;
  } | null;
  outcomes: Record<string, number>;
  languages: Record<string, number>;
  deadLetters: number;
  credits: Credits | null;
}

export interface LiveTenants {
  tenants: Account[];
  more: boolean;
}

export interface LiveWorkers {
  workers: {
    id: string;
    startedAt: string;
    ready: boolean;
    draining: boolean;
    running: number;
    capacity: number;
    cores: number;
    spareCores: number;
    deaths: Record<string, number>;
  }[];
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
  /** Below the working directory. What is not UTF-8 in a name becomes U+FFFD. */
  path: string;
  /** Base64. Null when the file does not fit into what is returned. */
  content: string | null;
  /** Of the whole file. */
  sizeBytes: number;
}

export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
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
  place: number;
  state: "booting" | "warm" | "busy" | "dirty";
  activity: "run" | "prepare" | "renew" | "probe" | "convert" | null;
  kind: string | null;
  uses: number;
  ageMs: number;
  memoryBytes: number;
  lastDeath: SandboxDeath | null;
}

export interface PoolWorker {
  id: string;
  startedAt: string;
  ready: boolean;
  draining: boolean;
  running: number;
  capacity: number;
  cores: number;
  spareCores: number;
  sandboxes: PoolSandbox[];
  deaths: Record<string, number>;
}

export interface Problem {
  /** A URI of the code. */
  type: string;
  /** What the code means. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** Stable, to be told apart by. */
  code: ProblemCode;
  /** What was wrong, with which value. */
  detail: string;
  /** What to do about it. */
  hint: string;
  /** The field it is about, such as files[2].path. */
  field?: string;
  /** When to come back; the same as Retry-After, but exact. */
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
  /** How the run ended. */
  outcome: Outcome;
  /** Null when a signal ended it. */
  exitCode: number | null;
  /** Name of the signal that ended the program, such as SIGSEGV. */
  signal: string | null;
  /** What there is to say about the end: which limit, or what a checker said. */
  message: string | null;
  /** What was printed, up to the limit. */
  stdout: string;
  /** What was printed, up to the limit. */
  stderr: string;
  /** More was printed than is shown. */
  stdoutTruncated: boolean;
  /** More was printed than is shown. */
  stderrTruncated: boolean;
  /** Of both stdout and stderr: base64 when either is not valid UTF-8. */
  encoding: "utf8" | "base64";
  /** Of all its processes. */
  cpuTimeMs: number;
  /** From start to end. */
  wallTimeMs: number;
  /** The most that it used at once. */
  memoryBytes: number;
  /** How many bytes were printed in a row, to stdout and stderr by turns, beginning with stdout. Absent where one of them is empty, or there were more than 1000 turns. */
  order?: number[];
}

export interface SandboxDeath {
  reason: string;
  at: string;
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
  /** Below the working directory, with slashes. */
  path: string;
  /** Text, or base64. */
  content: string;
  /** Of content. Left out: utf8. */
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
    queued: Percentiles;
    run: Percentiles;
    total: Percentiles;
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
  /** Given back with its result. */
  name?: string;
  /** Left out: the execution's. */
  stdin?: string;
  /** Left out: the execution's. */
  args?: string[];
  /** Left out: whatever it prints will do, unless a checker program says otherwise. */
  expected?: string;
  /** Over the execution's. */
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
  /** CPU time of all processes together. */
  cpuTimeMs?: number;
  /** Left out: twice the CPU time, 20 s at least. */
  wallTimeMs?: number;
  /** Memory of all processes together, files included. */
  memoryBytes?: number;
  /** Processes and threads at once. */
  processes?: number;
  /** Of stdout and stderr together; what prints more is ended. */
  outputBytes?: number;
  /** What the program's files may take. */
  diskBytes?: number;
}

export interface TestResult {
  /** As it was sent. */
  name: string | null;
  /** How the run ended. */
  outcome: Outcome;
  /** Null when a signal ended it. */
  exitCode: number | null;
  /** Name of the signal that ended the program, such as SIGSEGV. */
  signal: string | null;
  /** What there is to say about the end: which limit, or what a checker said. */
  message: string | null;
  /** What was printed, up to the limit. */
  stdout: string;
  /** What was printed, up to the limit. */
  stderr: string;
  /** More was printed than is shown. */
  stdoutTruncated: boolean;
  /** More was printed than is shown. */
  stderrTruncated: boolean;
  /** Of both stdout and stderr: base64 when either is not valid UTF-8. */
  encoding: "utf8" | "base64";
  /** Of all its processes. */
  cpuTimeMs: number;
  /** From start to end. */
  wallTimeMs: number;
  /** The most that it used at once. */
  memoryBytes: number;
}

export interface WebhookSecret {
  secret: string;
  previousValidUntil: string | null;
}

export interface WorkerList {
  workers: PoolWorker[];
}
