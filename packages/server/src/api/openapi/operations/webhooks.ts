import { BODY, type Operations } from "./operation.js";

export const WEBHOOKS: Operations = {
  "GET /v1/executions/:id/deliveries": {
    id: "listDeliveries",
    tag: "webhooks",
    summary: "How the webhook of an execution fares",
    description: "Each attempt to send it to its `callbackUrl`, and when the next one is made.",
    params: { id: "Id of the execution." },
    answers: { 200: "Its attempts." },
    problems: ["execution_not_found", "unavailable"],
  },
  "GET /v1/account/webhook-secret": {
    id: "getWebhookSecret",
    tag: "webhooks",
    summary: "What your webhooks are signed with",
    description:
      "By the conventions of standardwebhooks.com: HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`.",
    answers: { 200: "The secret." },
    problems: ["unavailable"],
  },
  "POST /v1/account/webhook-secret": {
    id: "rotateWebhookSecret",
    tag: "webhooks",
    summary: "Make a new secret",
    description: "For a while, a day by default, webhooks carry signatures by both.",
    examples: { leaked: { summary: "The old one has become known", value: { previousValidMs: 0 } } },
    answers: { 200: "The new secret." },
    problems: [...BODY, "unavailable"],
  },
};
