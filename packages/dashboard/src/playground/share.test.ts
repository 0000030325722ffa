import { deflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { decodeWork, encodeWork } from "./share.js";
import { newWork } from "./work.js";

it("gives back every program", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string(), async (content, stdin) => {
      const work = { ...newWork("python", [{ path: "main.py", content }]), stdin };
      const text = await encodeWork(work);
      expect(text).toMatch(/^1\.[\w-]+$/);
      expect(await decodeWork(text)).toEqual(work);
    }),
    { numRuns: 50 },
  );
});

it("takes whatever else it is given for nothing, soon", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      expect(await decodeWork(text)).toBeNull();
    }),
    { numRuns: 50 },
  );
  const bomb = deflateRawSync(Buffer.alloc(500_000_000, 97)).toString("base64url");
  const startedAt = performance.now();
  expect(await decodeWork(`1.${bomb}`)).toBeNull();
  // What makes 500 MB is looked at for as long as 4 MB take.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
