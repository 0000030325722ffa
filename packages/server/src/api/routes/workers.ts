import { type Drain, DrainSchema, WorkerListSchema } from "@neuron/contract";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { QueueClient } from "../../queue/types.js";
import { toPoolWorker } from "../pool-form.js";
import { ProblemError, quote } from "../problem-error.js";

interface ById {
  readonly Params: { readonly id: string };
}

const IdSchema = Type.Object({ id: Type.String() });
const admin = { access: "admin" } as const;

/** Workers, for the operator. */
export const addWorkerRoutes = (app: FastifyInstance, queue: QueueClient): void => {
  app.get(
    "/v1/admin/workers",
    { config: admin, schema: { response: { 200: WorkerListSchema } } },
    async () => ({ workers: (await queue.stats()).workers.map(toPoolWorker) }),
  );

  const drain = async (given: string, on: boolean): Promise<Drain> => {
    const id = await queue.drain(given, on);
    if (id !== null) return { id, drains: on };
    throw new ProblemError("worker_not_found", { detail: `There is no worker ${quote(given)}.` });
  };

  for (const [word, on] of [
    ["drain", true],
    ["undrain", false],
  ] as const) {
    app.post<ById>(
      `/v1/admin/workers/:id/${word}`,
      { config: admin, schema: { params: IdSchema, response: { 200: DrainSchema } } },
      async ({ params: { id } }) => drain(id, on),
    );
  }
};
