export { type AccountsOptions, createAccounts } from "./accounts.js";
export { adminKeyFile, createAdminKeyCheck, type IsAdminKey, ownAdminKey } from "./admin-key.js";
export type { Accounts, Identity, RateLimit, RateVerdict } from "./types.js";
