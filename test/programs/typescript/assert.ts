import assert from "assert";
import { deepStrictEqual } from "node:assert";
const value: number = 3;
try { assert.equal(value as number, 4); } catch (error) { console.log((error as Error).message); }
deepStrictEqual({ a: [1, 2, value] }, { a: [1, 2, 4] });
