import { cpus, freemem, totalmem } from "node:os";
import type { Outcome } from "@neuron/contract";
import type { FastifyInstance } from "fastify";
import type { QueueClient } from "../../queue/types.js";
import { DELIVERER_DEFAULTS, RETRY_DELAYS_MS } from "../../webhooks/index.js";
import { NUMBERS } from "./attributes.js";
import { describeLanguage, type Judge0Languages } from "./languages.js";
import { notFound } from "./refusal.js";
import { describeStatus, STATUS, STATUS_NAMES } from "./statuses.js";
import { MAX_BATCH } from "./submissions.js";

export interface InfoRoutes {
  readonly languages: Judge0Languages;
  readonly queue: Pick<QueueClient, "stats">;
  readonly maxQueued: number;
  readonly maxSourceBytes: number;
}

/** That of Judge0 whose behaviour this is. Its own client looks up tables by it, and fails with any other. */
const VERSION = "1.13.1";

const WATCH = { config: { access: "watch" } } as const;

export const addInfoRoutes = (scope: FastifyInstance, context: InfoRoutes): void => {
  const { languages, queue } = context;
  scope.get("/", { config: { access: "public" } }, (_request, reply) => {
    reply.code(200).send();
  });

  scope.get("/languages", () =>
    languages.all().flatMap(({ id, name, runner }) => (runner === null ? [] : [{ id, name }])),
  );
  scope.get("/languages/all", () =>
    languages.all().map(({ id, name, runner }) => ({ id, name, is_archived: runner === null })),
  );
  scope.get<{ Params: { id: string } }>("/languages/:id", ({ params: { id } }) => {
    const language = /^\d{1,6}$/.test(id) ? languages.find(Number(id)) : null;
    if (language === null) throw notFound();
    return describeLanguage(language);
  });
  scope.get("/statuses", () => STATUS_NAMES.map((_name, index) => describeStatus(index + 1)));

  scope.get("/about", () => ({
    version: VERSION,
    homepage: null,
    source_code: null,
    maintainer: "the operator of this service",
    implementation: "Neuron",
  }));
  const text = (url: string, content: string): void => {
    scope.get(url, (_request, reply) => reply.type("text/plain; charset=utf-8").send(content));
  };
  text("/version", VERSION);
  text(
    "/license",
    "This is Neuron, under the MIT licence. It speaks the HTTP API of Judge0 and has no code of it.\n",
  );
  text("/isolate", "Programs run in Neuron's own sandboxes, without isolate.\n");

  scope.get("/config_info", () => configInfo(context));
  scope.get("/system_info", systemInfo);
  scope.get("/workers", WATCH, async () => {
    const { queued, running, workers, outcomes } = await queue.stats();
    const sandboxes = workers.flatMap((worker) => worker.sandboxes);
    const idle = sandboxes.filter(({ state }) => state === "warm").length;
    return [
      {
        queue: VERSION,
        size: queued,
        available: idle + running,
        idle,
        working: running,
        paused: workers.filter(({ draining }) => draining).length,
        failed: outcomes.internal_error ?? 0,
      },
    ];
  });
  scope.get("/statistics", WATCH, async () => {
    const { outcomes, workers } = await queue.stats();
    const now = Date.now();
    const total = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    return {
      created_at: new Date(now).toISOString(),
      cached_until: new Date(now).toISOString(),
      submissions: { total, today: null, last_30_days: {} },
      languages: countByLanguage(workers, languages),
      statuses: countByStatus(outcomes),
      database: { size_pretty: null, size_in_bytes: null },
    };
  });

  // Whoever gets here is known.
  scope.post("/authenticate", (_request, reply) => {
    reply.code(200).send();
  });
};

const countByLanguage = (
  workers: Awaited<ReturnType<QueueClient["stats"]>>["workers"],
  languages: Judge0Languages,
): readonly object[] => {
  const counts = new Map<string, number>();
  for (const { figures } of workers)
    for (const [id, outcomes] of Object.entries(figures?.outcomes ?? {}))
      counts.set(id, (counts.get(id) ?? 0) + Object.values(outcomes).reduce((sum, count) => sum + count, 0));
  const seen = new Set<string>();
  return languages.all().flatMap(({ id, name, runner }) => {
    const count = runner === null ? undefined : counts.get(runner.id);
    // Several ids are one language here: they are counted once.
    if (runner === null || count === undefined || seen.has(runner.id)) return [];
    seen.add(runner.id);
    return [{ language: { id, name }, count }];
  });
};

const STATUS_OF: Readonly<Record<Outcome, number>> = {
  accepted: STATUS.accepted,
  wrong_answer: STATUS.wrongAnswer,
  runtime_error: STATUS.nonZeroExit,
  time_limit: STATUS.timeLimit,
  memory_limit: STATUS.other,
  output_limit: STATUS.fileSize,
  compile_error: STATUS.compilationError,
  cancelled: STATUS.internalError,
  expired: STATUS.internalError,
  internal_error: STATUS.internalError,
};

const countByStatus = (outcomes: Readonly<Record<string, number>>): readonly object[] => {
  const counts = new Map<number, number>();
  for (const [outcome, count] of Object.entries(outcomes)) {
    const status = STATUS_OF[outcome as Outcome];
    counts.set(status, (counts.get(status) ?? 0) + count);
  }
  return STATUS_NAMES.flatMap((name, index) => {
    const count = counts.get(index + 1);
    return count === undefined ? [] : [{ status: { id: index + 1, name }, count }];
  });
};

/** All 39 are there: Judge0's own client needs each of them. */
const configInfo = ({ maxQueued, maxSourceBytes }: InfoRoutes): Readonly<Record<string, unknown>> => ({
  maintenance_mode: false,
  enable_wait_result: true,
  enable_compiler_options: true,
  allowed_languages_for_compile_options: [],
  enable_command_line_arguments: true,
  enable_submission_delete: false,
  enable_callbacks: true,
  callbacks_max_tries: RETRY_DELAYS_MS.length + 1,
  callbacks_timeout: DELIVERER_DEFAULTS.attemptMs / 1000,
  enable_additional_files: true,
  max_queue_size: maxQueued,
  cpu_time_limit: NUMBERS.cpu_time_limit.fallback,
  max_cpu_time_limit: NUMBERS.cpu_time_limit.maximum,
  cpu_extra_time: NUMBERS.cpu_extra_time.fallback,
  max_cpu_extra_time: NUMBERS.cpu_extra_time.maximum,
  wall_time_limit: NUMBERS.wall_time_limit.fallback,
  max_wall_time_limit: NUMBERS.wall_time_limit.maximum,
  memory_limit: NUMBERS.memory_limit.fallback,
  max_memory_limit: NUMBERS.memory_limit.maximum,
  stack_limit: NUMBERS.stack_limit.fallback,
  max_stack_limit: NUMBERS.stack_limit.maximum,
  max_processes_and_or_threads: NUMBERS.max_processes_and_or_threads.fallback,
  max_max_processes_and_or_threads: NUMBERS.max_processes_and_or_threads.maximum,
  enable_per_process_and_thread_time_limit: false,
  allow_enable_per_process_and_thread_time_limit: true,
  enable_per_process_and_thread_memory_limit: false,
  allow_enable_per_process_and_thread_memory_limit: true,
  max_file_size: NUMBERS.max_file_size.fallback,
  max_max_file_size: NUMBERS.max_file_size.maximum,
  number_of_runs: NUMBERS.number_of_runs.fallback,
  max_number_of_runs: NUMBERS.number_of_runs.maximum,
  redirect_stderr_to_stdout: false,
  max_extract_size: maxSourceBytes / 1024,
  enable_batched_submissions: true,
  max_submission_batch_size: MAX_BATCH,
  submission_cache_duration: 1,
  use_docs_as_homepage: false,
  allow_enable_network: false,
  enable_network: false,
});

const systemInfo = (): Readonly<Record<string, string>> => {
  const processors = cpus();
  const total = totalmem();
  const free = freemem();
  return {
    Architecture: process.arch === "x64" ? "x86_64" : process.arch,
    "CPU(s)": String(processors.length),
    "Model name": processors[0]?.model ?? "",
    Mem: [total, total - free, free].map(readable).join(" "),
    Swap: [0, 0, 0].map(readable).join(" "),
  };
};

const readable = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)}Gi`;
