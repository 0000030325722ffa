import type { Command } from "commander";

export interface LazyCommand {
  readonly load: () => Promise<Command>;
  readonly hidden?: boolean;
}

/**
 * Each is loaded only when it is asked for: a client's command starts in a third of the time that it takes to load the
 * server, and works where the server is not installed.
 */
export const COMMANDS: Readonly<Record<string, LazyCommand>> = {
  up: { load: async () => (await import("./up.js")).upCommand() },
  api: { load: async () => (await import("./api.js")).apiCommand() },
  worker: { load: async () => (await import("./worker.js")).workerCommand() },
  webhooks: { load: async () => (await import("./webhooks.js")).webhooksCommand() },
  run: { load: async () => (await import("./run.js")).runCommand() },
  bench: { load: async () => (await import("./bench.js")).benchCommand() },
  mcp: { load: async () => (await import("./mcp.js")).mcpCommand() },
  doctor: { load: async () => (await import("./doctor.js")).doctorCommand() },
  languages: { load: async () => (await import("./languages/index.js")).languagesCommand() },
  image: { load: async () => (await import("./image.js")).imageCommand() },
  admin: { load: async () => (await import("./admin/index.js")).adminCommand() },
  completion: { load: async () => (await import("./completion.js")).completionCommand(loadVisible) },
  docs: { load: async () => (await import("./docs.js")).docsCommand(), hidden: true },
};

const loadVisible = (): Promise<readonly Command[]> =>
  Promise.all(
    Object.values(COMMANDS)
      .filter(({ hidden = false }) => !hidden)
      .map(({ load }) => load()),
  );
