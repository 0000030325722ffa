import type { FastifyInstance } from "fastify";
import type { QueueClient } from "../../queue/types.js";
import { DELIVERER_DEFAULTS, RETRY_DELAYS_MS } from "../../webhooks/index.js";
import { NUMBERS } from "./attributes.js";
import { describeLanguage, type Judge0Languages } from "./languages.js";
import { notFound } from "./refusal.js";
import { describeStatistics } from "./statistics.js";
import { describeStatus, STATUS_NAMES } from "./statuses.js";
import type { Judge0Store } from "./store.js";
import { MAX_BATCH } from "./submissions.js";
import { systemInfo } from "./system-info.js";

export interface InfoRoutes {
  readonly languages: Judge0Languages;
  readonly queue: Pick<QueueClient, "stats">;
  readonly store: Pick<Judge0Store, "counts">;
  readonly clock: () => number;
  readonly deletes: boolean;
  readonly maxQueued: number;
  readonly maxSourceBytes: number;
}

/** That of Judge0 whose behaviour this is. Its own client looks up tables by it, and fails with any other. */
const VERSION = "1.13.1";

const WATCH = { config: { access: "watch" } } as const;

export const addInfoRoutes = (scope: FastifyInstance, context: InfoRoutes): void => {
  const { languages, queue, store, clock } = context;
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
    // Typed clients fail where these are none.
    homepage: "",
    source_code: "",
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
    const now = clock();
    const [stats, counts] = await Promise.all([queue.stats(), store.counts(now)]);
    return describeStatistics(stats, counts, languages, now);
  });

  // Whoever gets here is known.
  scope.post("/authenticate", (_request, reply) => {
    reply.code(200).send();
  });
};

/** All 39 are there: Judge0's own client needs each of them. */
const configInfo = ({
  deletes,
  maxQueued,
  maxSourceBytes,
}: InfoRoutes): Readonly<Record<string, unknown>> => ({
  maintenance_mode: false,
  enable_wait_result: true,
  enable_compiler_options: true,
  allowed_languages_for_compile_options: [],
  enable_command_line_arguments: true,
  enable_submission_delete: deletes,
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
