import type { Checker } from "@neuron/contract";
import { describe, expect, it } from "vitest";
import { createCompare } from "./compare.js";

const MIB = 1024 * 1024;
const check = (checker: Checker, expected: string | Buffer, actual: string | Buffer) =>
  createCompare(checker)(Buffer.from(expected), Buffer.from(actual));

type Row = readonly [expected: string, actual: string, wrong: string | null];

const table = (name: string, checker: Checker, rows: readonly Row[]) =>
  describe(name, () => {
    it.each(rows)("%j, %j: %j", async (expected, actual, wrong) => {
      expect(await check(checker, expected, actual)).toBe(wrong);
    });
  });

table("exact", { type: "exact" }, [
  ["", "", null],
  ["a\nb\n", "a\nb\n", null],
  ["a\n", "a", 'line 1: expected "a\\n", got "a"'],
  ["a", "a\n", 'line 1: expected "a", got "a\\n"'],
  ["", "x", 'line 1: expected "", got "x"'],
  ["x", "", 'line 1: expected "x", got ""'],
  ["a\nb\nc\n", "a\nB\nc\n", 'line 2: expected "b\\n", got "B\\n"'],
  ["a\nb\n", "a\n", 'line 2: expected "b\\n", got ""'],
  ["a\n", "a \n", 'line 1: expected "a\\n", got "a \\n"'],
  ["\nb", "\nc", 'line 2: expected "b", got "c"'],
  ["\u00fc", "u\u0308", 'line 1: expected "\u00fc", got "u\u0308"'],
]);

table("lines", { type: "lines" }, [
  ["", "", null],
  ["", "\n \n\t\r\n", null],
  ["a\nb", "a  \r\nb\t\n\n\n", null],
  ["a  \nb\n\n", "a\nb", null],
  ["a\nb", "a\n\nb", 'line 2: expected "b", got ""'],
  ["a", " a", 'line 1: expected "a", got " a"'],
  ["a b", "a  b", 'line 1: expected "a b", got "a  b"'],
  ["a", "a\nb", 'line 2: expected "", got "b"'],
  ["a\nb", "a", 'line 2: expected "b", got ""'],
  ["a", "A", 'line 1: expected "a", got "A"'],
  ["a\0b", "a\0c", 'line 1: expected "a\\u0000b", got "a\\u0000c"'],
]);

table("tokens", { type: "tokens" }, [
  ["", " \n\t", null],
  ["1 2 3", "1\n2\n\n3\n", null],
  ["1 2 3", "1 2 4", 'token 3: expected "3", got "4"'],
  ["1 2 3", "1 2", 'token 3: expected "3", but the output ends there'],
  ["1 2", "1 2 3", 'token 3: "3" is more than was expected'],
  ["12", "1 2", 'token 1: expected "12", got "1"'],
  ["1", "1.0", 'token 1: expected "1", got "1.0"'],
  ["1\v2\f3", "1 2 3", null],
]);

table("float by default", { type: "float" }, [
  ["0.333333333", "0.3333333", null],
  ["1000000", "1000000.9", null],
  ["1", "1.0e0", null],
  ["1", "+1.", null],
  [".5", "0.5", null],
  ["0", "0.0000009", null],
  ["0", "0.000002", 'token 1: expected "0", got "0.000002"'],
  ["1 x 2", "1.0000001 x 2", null],
  ["yes 1", "YES 1", 'token 1: expected "yes", got "YES"'],
  ["nan", "NaN", null],
  ["nan", "-nan", null],
  ["inf", "+Infinity", null],
  ["inf", "-inf", 'token 1: expected "inf", got "-inf"'],
  ["inf", "1e308", 'token 1: expected "inf", got "1e308"'],
  ["1", "nan", 'token 1: expected "1", got "nan"'],
  ["16", "0x10", 'token 1: expected "16", got "0x10"'],
  ["1", "1,0", 'token 1: expected "1", got "1,0"'],
  ["1e400", "1e500", null],
  ["1 2", "1", 'token 2: expected "2", but the output ends there'],
]);

table("float, absolute alone", { type: "float", absolute: 0.5 }, [
  ["1000000", "1000000.5", null],
  ["1000000", "1000000.6", 'token 1: expected "1000000", got "1000000.6"'],
]);
table("float, relative alone", { type: "float", relative: 0.01 }, [
  ["-100", "-101", null],
  ["-100", "-101.1", 'token 1: expected "-100", got "-101.1"'],
  ["0", "0.000000001", 'token 1: expected "0", got "0.000000001"'],
]);
table("float, either", { type: "float", absolute: 1, relative: 0.01 }, [
  ["0", "1", null],
  ["1000", "1010", null],
]);
table("float, neither", { type: "float", absolute: 0, relative: 0 }, [
  ["0.1", "0.10", null],
  ["0.1", "0.1000001", 'token 1: expected "0.1", got "0.1000001"'],
]);

describe("what is shown of a difference", () => {
  it.each<Checker>([{ type: "exact" }, { type: "lines" }, { type: "tokens" }])(
    "is short: $type",
    async (checker) => {
      const [a, b] = [`${"x".repeat(MIB)}a${"x".repeat(MIB)}`, `${"x".repeat(MIB)}b${"y".repeat(MIB)}`];
      const wrong = await check(checker, a, b);
      const same = "x".repeat(20);
      expect(wrong).toContain(`expected ..."${same}axxx`);
      expect(wrong).toContain(`got ..."${same}byyy`);
      expect(wrong?.length).toBeLessThan(250);
    },
  );

  it("and any bytes", async () => {
    expect(await check({ type: "lines" }, "a", Buffer.from([0xff, 0xfe]))).toBe(
      'line 1: expected "a", got "\ufffd\ufffd"',
    );
  });
});

describe("sixteen megabytes", () => {
  const data = Buffer.alloc(16 * MIB, "1\n");
  it.each(["exact", "lines", "tokens", "float"] as const)("by %s do not hold up others", async (type) => {
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    count();
    const other = Buffer.from(data);
    other[other.length - 2] = 0x32;
    expect(await check({ type }, data, data)).toBeNull();
    expect(await check({ type }, data, other)).not.toBeNull();
    counting = false;
    // Comparing them as they are takes no longer than copying them.
    if (type !== "exact") expect(turns).toBeGreaterThan(900);
  });
});
