import type * as contract from "@neuron/contract";
import { expectTypeOf, test } from "vitest";
import type * as sdk from "./index.js";

test("the written-out types are the contract's", () => {
  expectTypeOf<sdk.ExecutionRequest>().toEqualTypeOf<contract.ExecutionRequest>();
  expectTypeOf<sdk.Execution>().toEqualTypeOf<contract.Execution>();
  expectTypeOf<sdk.ExecutionList>().toEqualTypeOf<contract.ExecutionList>();
  expectTypeOf<sdk.Language>().toEqualTypeOf<contract.Language>();
  expectTypeOf<sdk.Account>().toEqualTypeOf<contract.Account>();
  expectTypeOf<sdk.Problem>().toEqualTypeOf<contract.Problem>();
  expectTypeOf<sdk.TestResult>().toEqualTypeOf<contract.TestResult>();
  expectTypeOf<sdk.BatchAnswer>().toEqualTypeOf<contract.BatchAnswer>();
  expectTypeOf<sdk.QueuedEvent>().toEqualTypeOf<contract.QueuedEvent>();
  expectTypeOf<sdk.StartedEvent>().toEqualTypeOf<contract.StartedEvent>();
  expectTypeOf<sdk.CompileEvent>().toEqualTypeOf<contract.CompileEvent>();
  expectTypeOf<sdk.OutputEvent>().toEqualTypeOf<contract.OutputEvent>();
  expectTypeOf<sdk.TestEvent>().toEqualTypeOf<contract.TestEvent>();
  expectTypeOf<sdk.FinishedEvent>().toEqualTypeOf<contract.FinishedEvent>();
  expectTypeOf<sdk.LiveStats>().toEqualTypeOf<contract.LiveStats>();
  expectTypeOf<sdk.LiveWorkers>().toEqualTypeOf<contract.LiveWorkers>();
  expectTypeOf<sdk.LiveSandboxes>().toEqualTypeOf<contract.LiveSandboxes>();
  expectTypeOf<sdk.LiveExecutions>().toEqualTypeOf<contract.LiveExecutions>();
  expectTypeOf<sdk.LiveTenants>().toEqualTypeOf<contract.LiveTenants>();
  expectTypeOf<sdk.Burst>().toEqualTypeOf<contract.Burst>();
  expectTypeOf<sdk.Outcome>().toEqualTypeOf<contract.Outcome>();
  expectTypeOf<sdk.ProblemCode>().toEqualTypeOf<contract.ProblemCode>();
});
