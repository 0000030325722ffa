export { type AddressPolicy, createAddressPolicy } from "./address-policy.js";
export { checkCallbackUrl } from "./callback-url.js";
export { createWebhookClient } from "./client.js";
export { createDeliverer, DELIVERER_DEFAULTS, type Deliverer, LEASE_EXTRA_MS } from "./deliverer.js";
export { createDeliveryQueue } from "./delivery-queue.js";
export { createResolver } from "./resolver.js";
export { RETRY_DELAYS_MS } from "./schedule.js";
export type { WebhookClient, WebhookCounts } from "./types.js";
