import { BODY, NO_BODY, type Operations } from "./operation.js";

const NAME_ONLY = { named: { summary: "With a name", value: { name: "my laptop" } } };

export const ACCOUNTS: Operations = {
  "POST /v1/accounts": {
    id: "signUp",
    tag: "accounts",
    summary: "Make an account",
    description:
      "Gives its first key, which is shown this once, and free executions. Where signing up is open.",
    examples: { named: { summary: "With a name", value: { name: "Ada", email: "ada@example.com" } } },
    answers: { 201: "The account and its key." },
    problems: [...BODY, "accounts_off", "sign_up_closed", "rate_limited", "unavailable"],
  },
  "GET /v1/account": {
    id: "getAccount",
    tag: "accounts",
    summary: "Credits, limits and usage",
    answers: { 200: "The account." },
    problems: ["unavailable"],
  },
  "GET /v1/account/keys": {
    id: "listKeys",
    tag: "accounts",
    summary: "Your keys, without their secrets",
    answers: { 200: "The keys." },
    problems: ["accounts_off", "unavailable"],
  },
  "POST /v1/account/keys": {
    id: "createKey",
    tag: "accounts",
    summary: "Make another key",
    description: "The key is shown this once.",
    examples: NAME_ONLY,
    answers: { 201: "The key with its secret." },
    problems: [...BODY, "accounts_off", "too_many_keys", "unavailable"],
  },
  "DELETE /v1/account/keys/:id": {
    id: "revokeKey",
    tag: "accounts",
    summary: "Revoke a key",
    params: { id: "Id of the key." },
    answers: { 204: "It is refused from now on." },
    problems: [...NO_BODY, "accounts_off", "key_not_found", "last_key", "unavailable"],
  },
};
