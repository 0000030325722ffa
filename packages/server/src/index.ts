export { adminKeyFile } from "./accounts/index.js";
export {
  composeApi,
  composeWebhooks,
  composeWorker,
  diagnose,
  ensureRedisServer,
  needMachine,
  removeSandboxes,
} from "./compose.js";
export { ImageError } from "./images/index.js";
export {
  CompositionError,
  ensureOwnImage,
  findOwnImage,
  type LanguageStore,
  openLanguages,
  openProver,
  removeOldImages,
} from "./language-store.js";
export { LanguageError, LanguageFileSchema, loadLanguages } from "./languages/index.js";
export { type Config, ConfigError, readConfig } from "./platform/config.js";
export { type Finding, formatFindings } from "./platform/doctor/index.js";
export { createLogger, type Logger } from "./platform/logging.js";
export { runService, type Service } from "./platform/run-service.js";
export { describeSettings, SETTINGS, type Setting } from "./platform/settings.js";
export { DataDirInUseError } from "./platform/supervisor/data-dir-lock.js";
export { AddressError, createSupervisor, type Supervisor } from "./platform/supervisor/supervisor.js";
export { startTracing } from "./platform/tracing/index.js";
export type { LanguageProof } from "./proof/index.js";
