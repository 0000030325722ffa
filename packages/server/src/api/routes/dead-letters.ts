import {
  type DeadLetter,
  DeadLetterDetailSchema,
  DeadLetterListSchema,
  PAGE_SIZE,
  type TenantQuery,
  TenantQuerySchema,
} from "@neuron/contract";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { QueueClient } from "../../queue/types.js";
import { ProblemError, quote } from "../problem-error.js";

type DeadLetters = QueueClient["deadLetters"];
type Kept = NonNullable<Awaited<ReturnType<DeadLetters["get"]>>>;

interface ById {
  readonly Params: { readonly id: string };
}

const IdSchema = Type.Object({ id: Type.String() });
const admin = { access: "admin" } as const;

/** Executions that were given up, for the operator. */
export const addDeadLetterRoutes = (app: FastifyInstance, letters: DeadLetters): void => {
  app.get<{ Querystring: TenantQuery }>(
    "/v1/admin/dead-letters",
    { config: admin, schema: { querystring: TenantQuerySchema, response: { 200: DeadLetterListSchema } } },
    async ({ query: { cursor, limit = PAGE_SIZE.default } }) => {
      const given = cursor === undefined ? {} : { cursor: fromAddress(cursor) };
      const page = await letters.list({ ...given, limit });
      return {
        deadLetters: page.deadLetters.map(toDeadLetter),
        cursor: page.cursor === null ? null : toAddress(page.cursor),
      };
    },
  );

  app.get<ById>(
    "/v1/admin/dead-letters/:id",
    { config: admin, schema: { params: IdSchema, response: { 200: DeadLetterDetailSchema } } },
    async ({ params: { id } }) => {
      const letter = await letters.get(id);
      if (letter === null) throw notFound(id);
      return { ...toDeadLetter(letter), request: letter.job.request };
    },
  );

  app.post<ById>(
    "/v1/admin/dead-letters/:id/retry",
    { config: admin, schema: { params: IdSchema, response: { 204: Type.Null() } } },
    async ({ params: { id } }, reply) => {
      if (!(await letters.retry(id))) throw notFound(id);
      return reply.code(204).send();
    },
  );

  app.delete<ById>(
    "/v1/admin/dead-letters/:id",
    { config: admin, schema: { params: IdSchema, response: { 204: Type.Null() } } },
    async ({ params: { id } }, reply) => {
      if (!(await letters.drop(id))) throw notFound(id);
      return reply.code(204).send();
    },
  );
};

/** The queue's cursors have a space, which an address cannot have. */
const toAddress = (cursor: string): string => cursor.replace(" ", ".");
const fromAddress = (cursor: string): string => cursor.replace(".", " ");

const toDeadLetter = ({ id, tenant, diedAt, reason, attempts, job }: Kept): DeadLetter => ({
  id,
  tenant,
  language: job.language,
  diedAt: new Date(diedAt).toISOString(),
  reason,
  attempts,
});

const notFound = (id: string): ProblemError =>
  new ProblemError("dead_letter_not_found", { detail: `${quote(id)} is no dead letter.` });
