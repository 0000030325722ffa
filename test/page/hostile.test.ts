import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useService } from "../e2e/service.js";
import { picture, useBrowser } from "./browser.js";
import { playground } from "./page.js";

const service = useService();
const browser = useBrowser();

const open = async (hash = "", grant: string[] = []) => {
  const page = await browser.open(`${service.url}/${hash}`, { permissions: grant });
  await page.locator(".editor .cm-content").waitFor();
  return { page, ...playground(page) };
};

/** What runs in a page that takes text for markup. */
const MARKUP = [
  "<img src=x onerror=\"document.title='hacked'\">",
  "<script>document.title='hacked'</script>",
  "<svg onload=\"document.title='hacked'\"></svg>",
  "<iframe srcdoc=\"<script>parent.document.title='hacked'</script>\"></iframe>",
  "<style>*{display:none}</style>",
  '<a href="javascript:document.title=1">link</a>',
].join("");

/** Nothing of it became an element of the page. */
const expectNoMarkup = async (page: Page): Promise<void> => {
  expect(await page.title()).toBe("Neuron");
  expect(
    await page
      .locator(
        "iframe, img[onerror], svg[onload], .result script, .result style:not(.xterm style), a[href^=javascript]",
      )
      .count(),
  ).toBe(0);
};

describe("markup", () => {
  it("that a program prints is text", async () => {
    const { page, write, run, ends, prints } = await open();
    const text = JSON.stringify(MARKUP);
    await write(`import sys\nprint(${text})\nsys.stderr.write(${text} + "\\n")\nraise Exception(${text})`);
    await run();
    await ends("Runtime error");
    await prints(/<script>document\.title='hacked'<\/script>/);
    await expectNoMarkup(page);
    // The last line of the traceback is shown beside the place that it names, too.
    expect(await page.locator(".place-message").textContent()).toContain("<img src=x");
    await picture(page, "hostile-markup");
  });

  it("in tests, messages, names and compilers' words is text", async () => {
    const { page, choose, write, run, ends } = await open();
    await choose("c");
    await write(`#error ${MARKUP}\n`);
    await run();
    await ends("Compile error");
    expect(await page.locator(".places").textContent()).toContain("<iframe");
    await expectNoMarkup(page);
    await choose("python");
    await write("print(input())");
    await page.getByRole("tab", { name: "Tests" }).click();
    await page.getByRole("button", { name: "Add a test" }).click();
    await page.getByLabel("Name", { exact: true }).fill(MARKUP.slice(0, 120));
    await page.getByLabel("Input", { exact: true }).fill(MARKUP);
    await page.getByLabel("Expected output").fill(`${MARKUP}!`);
    await run();
    await ends("Wrong answer");
    await page.locator(".disclosure").click();
    expect(await page.locator(".compared").textContent()).toContain("<iframe");
    await expectNoMarkup(page);
  });

  it("in the names and contents of files does nothing", async () => {
    const { page, write, run, ends } = await open();
    const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50'><script>parent.document.title='hacked'</script><image href='http://192.0.2.1/x.png'/><rect width='50' height='50'/></svg>`;
    await write(
      `open("<img src=x onerror=alert(1)>.svg", "w").write(${JSON.stringify(svg)})\n` +
        'open("page.html", "w").write("<script>alert(1)</script>")\n' +
        'open("not-a-picture.png", "w").write("<svg-is-not-at-the-beginning>")',
    );
    await run();
    await ends("Accepted");
    await expect.poll(() => page.locator(".file").count()).toBe(3);
    expect(await page.locator(".file-picture").count()).toBe(1);
    await expectNoMarkup(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download" }).first().click(),
    ]);
    expect(download.suggestedFilename()).toBe("_img src=x onerror=alert(1)_.svg");
  });
});

describe("escape sequences", () => {
  it("are visible characters in the output", async () => {
    const { page, write, run, ends } = await open();
    await write('print("a\\x1b[2Jb\\x1b]0;title\\x07c\\u202ed\\u200be\\x00f\\rg")');
    await run();
    await ends("Accepted");
    // Each of those that would be unseen, or would turn others around, is drawn in a box of its own.
    await expect.poll(() => page.locator(".output .cm-specialChar").count()).toBe(7);
    await expectNoMarkup(page);
  });

  it("do not leave the terminal", async () => {
    const { page, write, run, ends } = await open("", ["clipboard-read", "clipboard-write"]);
    await page.evaluate("navigator.clipboard.writeText('mine')");
    const sequences = [
      "\\033]0;hacked\\007\\033]2;hacked\\007",
      "\\033]52;c;aGFja2Vk\\007",
      "\\033]8;;https://example.org\\033\\\\click me\\033]8;;\\033\\\\ https://example.org/plain",
      "\\033[8;500;500t\\033[3;0;0t\\033[2t",
      "\\033P1$r0m\\033\\\\\\033_Gf=100;AAAA\\033\\\\\\033]1337;File=inline=1:AAAA\\007",
    ].join(" ");
    await write(`print("${sequences}")\nprint("<img src=x onerror=alert(1)>", input())`);
    await page.getByRole("tab", { name: "Terminal" }).click();
    const rows = page.locator(".xterm-rows");
    await rows.waitFor();
    await run();
    await expect.poll(() => rows.textContent(), { timeout: 20_000 }).toContain("click me");
    const line = await rows.getByText("click me").boundingBox();
    if (line === null) throw new Error("The line cannot be seen.");
    for (let x = 4; x < line.width; x += 24) await page.mouse.click(line.x + x, line.y + line.height / 2);
    await page.keyboard.type("typed\n");
    await expect.poll(() => rows.textContent()).toContain("onerror=alert(1)> typed");
    await ends("Accepted");
    await expectNoMarkup(page);
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("mine");
    expect(await page.locator(".xterm a").count()).toBe(0);
    // It asked for 500.
    expect(await rows.locator("> div").count()).toBeLessThan(100);
  });
});

/** Keeps every size of the output that can be read on the page: between two of them the page could do something else. */
const WATCH_SIZES = `(() => {
  window.sizes = new Set();
  const look = () => {
    window.sizes.add(document.querySelector(".output-foot .figure")?.textContent);
    setTimeout(look, 0);
  };
  look();
})()`;

describe("a flood", () => {
  it("of 10 MB is taken in while the page stays awake, and is saved whole", async () => {
    const { page, write, run, ends, prints } = await open();
    await write('for at in range(100_000):\n    print(f"{at:08d} " + "x" * 90)');
    await page.getByRole("button", { name: "Options" }).click();
    await page.getByLabel("Output, MiB").fill("16");
    await page.getByRole("button", { name: "Done" }).click();
    await page.evaluate(WATCH_SIZES);
    await run();
    await ends("Accepted");
    await prints(/^0000\d{4} x/);
    const foot = page.locator(".output-foot");
    await expect.poll(() => foot.textContent()).toMatch(/9\.5 MiB.*Only its beginning is shown/);
    // Only what can be seen is in the document, however much was printed.
    expect(await page.locator(".output .cm-line").count()).toBeLessThan(300);
    expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(2_000);
    expect(await page.evaluate("window.sizes.size")).toBeGreaterThan(2);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save stdout" }).click(),
    ]);
    const saved = readFileSync(await download.path(), "utf8");
    expect([saved.length, saved.endsWith(`00099999 ${"x".repeat(90)}\n`)]).toEqual([10_000_000, true]);
  });

  it("in one line without an end is broken for show", async () => {
    const { page, write, run, ends } = await open();
    await write('import sys\nsys.stdout.write("y" * 900_000)');
    await run();
    await ends("Accepted");
    await expect
      .poll(() => page.locator(".output-foot").textContent())
      .toContain("Long lines are broken here");
    const lines = await page.locator(".output .cm-line").allTextContents();
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(4_000);
  });

  it("that never ends is stopped by the user", async () => {
    const { write, run, stop, ends, prints } = await open();
    await write('import time\nwhile True:\n    print("again", flush=True)\n    time.sleep(0.0005)');
    await run();
    await prints(/again/);
    await stop();
    await ends("Stopped");
  });
});

describe("bytes that are no text", () => {
  it("are shown as such and saved as they were", async () => {
    const { page, write, run, ends, output } = await open();
    await write('import sys\nsys.stdout.buffer.write(b"caf\\xc3\\xa9 \\xff\\xfe \\xe2\\x82 end\\n")');
    await run();
    await ends("Accepted");
    expect((await output())[0]).toMatch(/^café \ufffd\ufffd \ufffd+ end$/);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save stdout" }).click(),
    ]);
    expect(readFileSync(await download.path()).toString("hex")).toBe("636166c3a920fffe20e28220656e640a");
  });
});

describe("a link", () => {
  const link = (json: string): string => `#/code/1.${deflateRawSync(json).toString("base64url")}`;
  const work = (changes: object): string =>
    link(
      JSON.stringify({
        language: "python",
        files: [{ path: "main.py", content: "print('shared')" }],
        ...changes,
      }),
    );

  it("that was cut, or holds a hundred megabytes, or something else, opens nothing", async () => {
    const { page } = await open();
    const links = [
      link(`"${"a".repeat(100_000_000)}"`),
      link('{"language":"python","files":"none"}'),
      work({ files: [{ path: "../../etc/passwd", content: "" }] }),
      work({}).slice(0, -9),
      "#/code/1.%00%ff",
    ];
    for (const hash of links) {
      await page.goto(`${service.url}/${hash}`);
      await page.reload();
      await expect.poll(() => page.locator(".notice").textContent()).toContain("This link holds no program");
      expect(await page.locator(".editor .cm-content").textContent()).toContain("Hello, world!");
    }
  });

  it("that names a language that is none is opened, and the service says so", async () => {
    const { page, run, ends } = await open(work({ language: "constructor" }));
    await expect.poll(() => page.locator(".editor .cm-content").textContent()).toBe("print('shared')");
    await run();
    await ends("Not run");
    expect(await page.locator(".problem").textContent()).toContain("unknown_language");
    expect(browser.complaints()).toEqual([expect.stringContaining("422")]);
  });

  it("does not run what it brings, and can set no more than the user could", async () => {
    const hash = work({
      mode: "terminal",
      limits: { memoryBytes: 1e15, cpuTimeMs: 2000, evil: 1 },
      ["__proto__"]: { compileArgs: "-not -given" },
    });
    const { page } = await open(hash);
    await expect.poll(() => page.locator(".editor .cm-content").textContent()).toBe("print('shared')");
    expect(await page.locator(".status .badge").textContent()).toBe("Ready");
    await page.getByRole("button", { name: "Options" }).click();
    expect(await page.getByLabel("Memory, MiB", { exact: true }).inputValue()).toBe("");
    expect(await page.getByLabel("CPU time, s").inputValue()).toBe("2");
    expect(await page.getByLabel("Arguments for the compiler").inputValue()).toBe("");
  });
});
