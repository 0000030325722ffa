export { createTenant } from "./create-tenant.js";
export { issueKey, listKeys, revokeKey } from "./keys.js";
export { lookUp } from "./look-up.js";
export { signUp } from "./sign-up.js";
export { takeRequests } from "./take-requests.js";
export { changeAccount, deleteAccount, grantCredits, listAccounts, showAccount } from "./tenants.js";
