import { setTimeout as delay } from "node:timers/promises";
import { type Execution, JUDGING_LIMITS } from "@neuron/contract";
import { describe, expect, test } from "vitest";
import { bash, c, python, useService } from "./service.js";

const service = useService();

const { outputFiles, outputFileBytes, outputsBytes } = JUDGING_LIMITS;

const told = ({ outputs }: Execution) =>
  outputs.map(({ path, content, sizeBytes }) => [
    path,
    content === null ? sizeBytes : Buffer.from(content, "base64").toString("latin1"),
  ]);

const gather = async (script: string, outputs: string[]) => {
  const execution = await service.execute(bash(script, { outputs }));
  return { ...execution, told: told(execution) };
};

test("a program's files come back as they are", async () => {
  const source = `
import os, struct, zlib
os.makedirs("out/deep")
open("plot.png", "wb").write(b"\\x89PNG" + bytes(range(256)))
open("out/table.csv", "w").write("a,b\\n1,2\\n")
open("out/deep/notes.txt", "w").write("ü")
open("ignored.dat", "w").write("x")
print("done")
`;
  const execution = await service.execute(python(source, { outputs: ["*.png", "out/**"] }));
  expect(execution).toMatchObject({
    outcome: "accepted",
    run: { stdout: "done\n" },
    outputsTruncated: false,
  });
  expect(execution.outputs).toEqual([
    { path: "out/deep/notes.txt", content: "w7w=", sizeBytes: 2 },
    { path: "out/table.csv", content: Buffer.from("a,b\n1,2\n").toString("base64"), sizeBytes: 8 },
    {
      path: "plot.png",
      content: Buffer.from([0x89, 0x50, 0x4e, 0x47, ...Array(256).keys()]).toString("base64"),
      sizeBytes: 260,
    },
  ]);
  // The record is what a later reader gets.
  expect((await service.read(execution.id)).outputs).toEqual(execution.outputs);
});

test("of a compiled program, also the second time", async () => {
  const source = `#include <stdio.h>\nint main(void) { fputs("x", fopen("f.txt", "w")); return 0; }\n`;
  for (let i = 0; i < 2; i++)
    expect(told(await service.execute(c(source, { outputs: ["*.txt"] })))).toEqual([["f.txt", "x"]]);
});

describe("a program that failed", () => {
  test.each([
    ["runtime_error", "exit 3"],
    ["time_limit", "sleep 60"],
    ["output_limit", "yes"],
    ["memory_limit", "head -c 500000000 /dev/zero | tail | cat"],
  ])("leaves its files: %s", async (outcome, ending) => {
    const execution = await service.execute(
      bash(`echo before >f; ${ending}`, {
        outputs: ["f"],
        limits: { wallTimeMs: outcome === "time_limit" ? 3_000 : 60_000 },
      }),
    );
    expect([execution.outcome, told(execution)]).toEqual([outcome, [["f", "before\n"]]]);
  });

  test("or not, where it never ran", async () => {
    const execution = await service.execute(c("x", { outputs: ["*"] }));
    expect(execution).toMatchObject({ outcome: "compile_error", outputs: [], outputsTruncated: false });
  });

  test("or was cancelled", async () => {
    const { id } = await service.submit(bash("echo >f; sleep 30", { outputs: ["f"] }));
    await service.until("it runs", async () => (await service.read(id)).status === "running");
    await delay(200);
    await service.cancel(id);
    expect(await service.finished(id)).toMatchObject({ outcome: "cancelled", outputs: [] });
  });
});

describe("hostile leavings", () => {
  test.each<[string, string, string[], [string, string | number][]]>([
    ["a name with a newline", `printf x >$'a\\nb'`, ["a*"], [["a\nb", "x"]]],
    [
      "a name that is no UTF-8",
      `printf x >$'\\xff\\xfe'`,
      ["*"],
      [
        ["main.sh", expect.any(String)],
        ["\ufffd\ufffd", "x"],
      ],
    ],
    ["a name like an escape", `printf x >'\\\\..\\\\x"'`, ["*x*"], [['\\\\..\\\\x"', "x"]]],
    ["links to files of the image", "ln -s /etc/passwd f; ln -s main.sh g", ["f", "g"], []],
    ["a link to a folder", "ln -s /etc d", ["d/*", "**/passwd"], []],
    [
      "the work folder itself as a link",
      "rm main.sh; cd /; rmdir /work; ln -s /etc /work; ls -ld /work",
      ["passwd", "**"],
      [],
    ],
    ["a pipe", "mkfifo f", ["f"], []],
    ["a socket", "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"f\")'", ["f"], []],
    [
      "a file that is closed",
      "echo 1 >f; mkdir d; echo 2 >d/f; chmod 0 f d/f d .",
      ["**/f"],
      [
        ["d/f", "2\n"],
        ["f", "1\n"],
      ],
    ],
    [
      "a sparse file of nine petabytes",
      "truncate -s 9000000000000000 f",
      ["f"],
      [["f", 9_000_000_000_000_000]],
    ],
    [
      "a loop of links",
      "ln -s b a; ln -s a b; ln -s . d",
      ["**", "a", "d/d/d/main.sh"],
      [["main.sh", expect.any(String)]],
    ],
    ["a deep tree", "for i in $(seq 200); do mkdir d; cd d; done; echo >f", ["**/f"], []],
  ])("%s", async (_name, script, patterns, expected) => {
    const execution = await gather(script, patterns);
    expect(execution.status).toBe("finished");
    expect(execution.told).toEqual(expected);
    expect(execution.attempts).toBe(1);
  });

  test("thousands of files: the first ones, and that there are more", async () => {
    const execution = await gather("for i in $(seq 10000 19999); do echo $i >f$i; done", ["f*"]);
    expect(execution.outputsTruncated).toBe(true);
    expect(execution.told).toEqual(
      Array.from({ length: outputFiles }, (_, i) => [`f${10000 + i}`, `${10000 + i}\n`]),
    );
  });

  test("more bytes than are returned", async () => {
    const fill = (name: string, bytes: number) => `head -c ${bytes} /dev/zero >${name};`;
    const one = await gather(fill("f", outputFileBytes) + fill("g", outputFileBytes + 1), ["f", "g"]);
    expect(one.told).toEqual([
      ["f", "\0".repeat(outputFileBytes)],
      ["g", outputFileBytes + 1],
    ]);
    expect(one.outputsTruncated).toBe(false);
    const count = outputsBytes / 1_000_000;
    const many = await gather("for i in 1 2 3 4 5 6; do head -c 1000000 /dev/zero >$i; done", ["?"]);
    expect(many.outputs.map(({ content }) => content !== null)).toEqual(
      [1, 2, 3, 4, 5, 6].map((i) => i <= count),
    );
  });

  test("as many inodes as there are, and patterns that are slow to match", async () => {
    const name = "0".repeat(240);
    const patterns = Array.from({ length: 32 }, (_, i) => `*${"0".repeat(90 + i)}x`);
    const script = `i=0; while : >${name}$i 2>/dev/null; do i=$((i + 1)); done; true`;
    const execution = await gather(script, patterns);
    expect(execution).toMatchObject({
      outcome: "accepted",
      attempts: 1,
      outputs: [],
      outputsTruncated: true,
    });
  });

  test("of which nothing is there for the next execution", async () => {
    for (let i = 0; i < 5; i++) {
      const execution = await gather("ls -A; echo x >left", ["left"]);
      expect([execution.run?.stdout, execution.told]).toEqual(["main.sh\n", [["left", "x\n"]]]);
    }
  });
});
