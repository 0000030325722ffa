import {
  type Deliveries,
  DeliveriesSchema,
  PREVIOUS_SECRET_VALID_MS,
  type RotateWebhookSecret,
  RotateWebhookSecretSchema,
  WebhookSecretSchema,
} from "@neuron/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebhookClient } from "../../webhooks/index.js";
import type { Tenant } from "../access.js";
import { looksLikeId } from "../ids.js";
import { ProblemError, quote } from "../problem-error.js";
import { optionalJsonBody } from "./accounts.js";

export interface WebhookRoutes {
  readonly webhooks: WebhookClient;
  readonly tenantOf: (request: FastifyRequest) => Tenant;
}

export const addWebhookRoutes = (app: FastifyInstance, { webhooks, tenantOf }: WebhookRoutes): void => {
  app.get<{ Params: { readonly id: string } }>(
    "/v1/executions/:id/deliveries",
    { schema: { response: { 200: DeliveriesSchema } } },
    async (request): Promise<Deliveries> => {
      const { id } = request.params;
      const found = looksLikeId(id) ? await webhooks.deliveries(tenantOf(request), id) : null;
      if (found !== null) return found;
      throw new ProblemError("execution_not_found", { detail: `There is no execution ${quote(id)}.` });
    },
  );

  app.get(
    "/v1/account/webhook-secret",
    { schema: { response: { 200: WebhookSecretSchema } } },
    async (request, reply) => {
      reply.header("cache-control", "no-store");
      return webhooks.secret(tenantOf(request));
    },
  );

  app.post<{ Body: RotateWebhookSecret }>(
    "/v1/account/webhook-secret",
    {
      schema: { body: RotateWebhookSecretSchema, response: { 200: WebhookSecretSchema } },
      preValidation: (request, _reply, done) => {
        request.body = optionalJsonBody(request) as RotateWebhookSecret;
        done();
      },
    },
    async (request, reply) => {
      const { previousValidMs = PREVIOUS_SECRET_VALID_MS.default } = request.body;
      reply.header("cache-control", "no-store");
      return webhooks.rotateSecret(tenantOf(request), previousValidMs);
    },
  );
};
