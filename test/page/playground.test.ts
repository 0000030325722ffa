import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { useService } from "../e2e/service.js";
import { PHONE, picture, useBrowser } from "./browser.js";
import { playground } from "./page.js";

const service = useService();
const browser = useBrowser();

const open = async (hash = "") => {
  const page = await browser.open(`${service.url}/${hash}`);
  await page.locator(".editor .cm-content").waitFor();
  return { page, ...playground(page) };
};

describe("a program", () => {
  it("is run by the keyboard, and its output, verdict, figures and times are shown", async () => {
    const { page, write, ends, output, status } = await open();
    await write('print("hello", input())');
    await page.getByLabel("Standard input").fill("Ada");
    await page.keyboard.press("ControlOrMeta+Enter");
    await ends("Accepted");
    expect(await output()).toEqual(["hello Ada", ""]);
    expect(await status()).toMatch(/[\d.]+ ms CPU · [\d.]+ [KM]iB · here after/);
    expect(await page.locator(".timing-legend").textContent()).toMatch(/run [\d.]+ ms/);
    await picture(page, "playground-light");
  });

  it("gets arguments and limits, and its files are there", async () => {
    const { page, write, run, ends, prints } = await open();
    await write("import sys, util\nprint(util.twice(sys.argv[1:]), bytearray(1 << 27)[:1])");
    await page.getByLabel("Add a file").click();
    await page.getByLabel("Name of the file").fill("util.py");
    await page.keyboard.press("Enter");
    await write("def twice(words):\n    return words * 2");
    await page.getByLabel("Arguments").fill(`one 'two words' "a \\"b"`);
    await run();
    await ends("Accepted");
    await prints(`['one', 'two words', 'a "b', 'one', 'two words', 'a "b']`);
    await page.getByRole("button", { name: "Options" }).click();
    await page.getByLabel("Memory, MiB", { exact: true }).fill("64");
    await page.getByRole("button", { name: "Done" }).click();
    await run();
    await ends("Memory limit");
  });

  it("shows what it prints as it prints it, and is stopped", async () => {
    const { write, run, stop, ends, prints, status } = await open();
    await write(
      'import sys, time\nprint("begun", flush=True)\nsys.stderr.write("warned\\n")\ntime.sleep(50)',
    );
    await run();
    await prints(/begun\nwarned/);
    expect(await status()).toContain("Running");
    await stop();
    await ends("Stopped");
    await prints("begun");
  });

  it("leaves nothing of what another one printed before it", async () => {
    const { page, write, run, ends, output } = await open();
    // All that happens is told at once, as it is when it takes less than a frame.
    await page.route("**/events", async (route) => route.fulfill({ response: await route.fetch() }));
    for (const word of ["first", "second"]) {
      await write(`print("${word}")`);
      await run();
      await expect.poll(output).toEqual([word, ""]);
      await ends("Accepted");
    }
  });

  it("is marked where the compiler found fault with it", async () => {
    const { page, choose, write, run, ends } = await open();
    await choose("c++");
    await write('#include <iostream>\n\nint main() {\n    std::cout << missing << "\\n";\n    return 0\n}\n');
    await run();
    await ends("Compile error");
    await expect.poll(() => page.locator(".editor .cm-lint-marker-error").count()).toBe(2);
    const place = page.locator(".place").first();
    expect(await place.textContent()).toContain("main.cpp:4");
    await place.click();
    expect(await page.locator(".editor .cm-activeLine").textContent()).toContain("missing");
    await picture(page, "playground-compile-error");
  });

  it("is marked where it was when it failed", async () => {
    const { page, write, run, ends } = await open();
    await write("def f(x):\n    return 1 // x\n\nf(0)\n");
    await run();
    await ends("Runtime error");
    await expect
      .poll(() => page.locator(".place").allTextContents())
      .toEqual([expect.stringMatching(/main\.py:2.*ZeroDivisionError/)]);
  });

  it("leaves pictures, which are shown, and files, which can be saved", async () => {
    const { page, run, ends } = await open();
    await page.getByLabel("Open an example").selectOption("python-picture");
    await run();
    await ends("Accepted");
    const shown = page.locator(".file-picture");
    await expect.poll(() => shown.evaluate((each) => Reflect.get(each, "naturalWidth"))).toBe(640);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("mandelbrot.png");
    expect(
      readFileSync(await download.path())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    await picture(page, "playground-picture");
  });
});

describe("tests", () => {
  it("show a verdict each, and what was expected and printed", async () => {
    const { page, choose, write, run, ends } = await open();
    await choose("python");
    await write("print(int(input()) * 2)");
    await page.getByRole("tab", { name: "Tests" }).click();
    for (const [at, given, expected] of [
      [0, "2", "4"],
      [1, "3", "7"],
      [2, "x", "0"],
    ] as const) {
      await page.getByRole("button", { name: "Add a test" }).click();
      await page.getByLabel("Input", { exact: true }).nth(at).fill(given);
      await page.getByLabel("Expected output").nth(at).fill(expected);
    }
    await run();
    await ends("Wrong answer");
    expect(await page.locator(".verdicts tbody .badge").allTextContents()).toEqual([
      "Accepted",
      "Wrong answer",
      "Runtime error",
    ]);
    await page.getByRole("button", { name: "Test 2", exact: true }).click();
    expect(await page.locator(".compared pre").allTextContents()).toEqual(["7", "6\n"]);
    await picture(page, "playground-tests");
  });
});

describe("the terminal", () => {
  it("lets one talk to a program", async () => {
    const { page, write, run, ends } = await open();
    await write('name = input("name? ")\nprint(f"\\033[1mhello {name}\\033[0m")');
    await page.getByRole("tab", { name: "Terminal" }).click();
    await run();
    const rows = page.locator(".xterm-rows");
    await expect.poll(() => rows.textContent(), { timeout: 20_000 }).toContain("name? ");
    await page.keyboard.type("Ada\n");
    await expect.poll(() => rows.textContent()).toContain("hello Ada");
    await ends("Accepted");
    await picture(page, "playground-terminal");
  });
});

describe("a program whose terminal is gone", () => {
  it.each([
    ["another way to run", "tab", "Input"],
    ["another view", "link", "Account"],
  ] as const)("is ended: %s", async (_where, role, name) => {
    const { page, write, run } = await open();
    await write('import time\nwhile True:\n    print("on", flush=True)\n    time.sleep(0.05)');
    await page.getByRole("tab", { name: "Terminal" }).click();
    const taken = page.waitForResponse("**/v1/executions");
    await run();
    const { id } = await (await taken).json();
    await expect.poll(() => page.locator(".xterm-rows").textContent(), { timeout: 20_000 }).toContain("on");
    await page.getByRole(role, { name, exact: true }).click();
    await expect.poll(async () => (await service.read(id)).outcome, { timeout: 10_000 }).toBe("cancelled");
    await page.getByRole("link", { name: "Playground" }).click();
    await expect.poll(() => page.locator(".result > .status .badge").textContent()).toBe("Ready");
  });
});

describe("a look at another view", () => {
  it("does not end the program, nor lose what it printed", async () => {
    const { page, write, run, stop, ends, prints } = await open();
    await write(
      'import time\nprint("before", flush=True)\ntime.sleep(3)\nprint("after", flush=True)\ntime.sleep(50)',
    );
    await run();
    await prints("before");
    await page.getByRole("link", { name: "Account" }).click();
    await page.getByText("This service is open").waitFor();
    await page.getByRole("link", { name: "Playground" }).click();
    await prints("before\nafter");
    await stop();
    await ends("Stopped");
  });
});

describe("the work", () => {
  it("is still there after a reload, and each language keeps its own", async () => {
    const { page, write, choose } = await open();
    await write("print('kept')");
    await choose("bash");
    await write("echo also kept");
    await page.reload();
    await expect.poll(() => page.locator(".editor .cm-content").textContent()).toBe("echo also kept");
    await choose("python");
    await expect.poll(() => page.locator(".editor .cm-content").textContent()).toBe("print('kept')");
  });

  it("is shared by a link that holds it, which the service is never told", async () => {
    const { page, write } = await open();
    await write("print('żółw 😀')");
    await page.getByLabel("Standard input").fill("given");
    await page.getByRole("button", { name: "Share" }).click();
    await expect.poll(() => page.url()).toContain("#/code/");
    const link = page.url();
    // What is shared stays as it is in front of who shares it, and the link goes with the next change.
    expect(await page.locator(".notice").textContent()).not.toContain("Opened");
    await write("print('changed')");
    await expect.poll(() => page.url()).not.toContain("#/code/");
    const asked: string[] = [];
    const other = await browser.open(`${service.url}/docs`);
    other.on("request", (request) => asked.push(request.url()));
    browser.complaints();
    await other.goto(link);
    await expect.poll(() => other.locator(".editor .cm-content").textContent()).toBe("print('żółw 😀')");
    expect(await other.getByLabel("Standard input").inputValue()).toBe("given");
    expect(asked.filter((url) => url.includes("code"))).toEqual([]);
  });

  it("is given back after an example was opened over it", async () => {
    const { page, write } = await open();
    await write("print('mine')");
    await page.getByLabel("Open an example").selectOption("python-game");
    await expect
      .poll(() => page.locator(".editor .cm-content").textContent())
      .toContain("I think of a number");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => page.locator(".editor .cm-content").textContent()).toBe("print('mine')");
  });
});

describe("what goes wrong", () => {
  it("is told in the service's own words", async () => {
    const { page, write, run, ends } = await open();
    await write(`#${"x".repeat(1024 * 1024)}`);
    await run();
    await ends("Not run");
    expect(await page.locator(".problem").textContent()).toMatch(
      /at most 1048576 bytes of source.*Send less code/,
    );
    expect(browser.complaints()).toEqual([expect.stringContaining("413")]);
  });

  it("is told when the service cannot be reached, and is over when it can", async () => {
    const { page, write, run, ends, prints } = await open();
    await write("print('back')");
    await page.context().setOffline(true);
    await run();
    await ends("Not run");
    expect(await page.locator(".problem").textContent()).toContain("The service does not answer.");
    expect(browser.complaints().join()).toContain("ERR_INTERNET_DISCONNECTED");
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Run again" }).click();
    await ends("Accepted");
    await prints("back");
  });

  it("is told of a part of the page that cannot be loaded", async () => {
    const { page } = await open();
    await page.route("**/assets/**", (route) => route.abort());
    await page.getByLabel("Open an example").selectOption("python-picture");
    await expect
      .poll(() => page.locator(".notice").textContent())
      .toContain("“A picture” could not be loaded");
    await page.getByRole("tab", { name: "Terminal" }).click();
    await page.getByText("The terminal could not be loaded.").waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Load the page again" }).click();
    await page.locator(".xterm-rows").waitFor();
    for (const each of browser.complaints()) expect(each).toContain("ERR_FAILED");
  });

  it("is told when the connection is lost, and what was printed stays", async () => {
    const { page, write, run, ends, prints } = await open();
    await write('import time\nprint("before", flush=True)\ntime.sleep(50)');
    await run();
    await prints("before");
    await page.route("**/events", (route) => route.abort());
    process.kill(service.pidOf("api"), "SIGKILL");
    await ends("Connection lost");
    expect(await page.locator(".problem").textContent()).toContain("The service does not answer.");
    await prints("before");
    for (const each of browser.complaints()) expect(each).toMatch(/Failed to load resource|ERR_/);
    await service.until(
      "the API is back",
      async () => (await service.fetch("/healthz").catch(() => null))?.ok === true,
    );
    await page.unrouteAll();
    await write('print("after")');
    await page.getByRole("button", { name: "Run again" }).click();
    await ends("Accepted");
    await prints(/^after\n$/);
  });
});

describe("a program that the service has taken, which the page does not know yet", () => {
  it("is ended when the user stops it or runs another", async () => {
    const { page, write, run, stop, ends, prints } = await open();
    /** Holds the next answer back. Resolves when the service has given it: with the execution, and what lets it go. */
    const holdAnswer = () =>
      new Promise<{ id: string; release: () => void }>((resolve) => {
        void page.route(
          "**/v1/executions",
          async (route) => {
            const response = await route.fetch();
            const { id } = await response.json();
            await new Promise<void>((release) => resolve({ id, release }));
            await route.fulfill({ response });
          },
          { times: 1 },
        );
      });
    const isStopped = (id: string) =>
      expect.poll(async () => (await service.read(id)).outcome, { timeout: 10_000 }).toBe("cancelled");

    await write("import time\ntime.sleep(50)");
    let held = holdAnswer();
    await run();
    const stopped = await held;
    await stop();
    await ends("Ready");
    stopped.release();
    await isStopped(stopped.id);

    held = holdAnswer();
    await run();
    const replaced = await held;
    await write('print("another")');
    await run();
    await ends("Accepted");
    replaced.release();
    await isStopped(replaced.id);
    await prints("another");
    await ends("Accepted");
  });
});

describe("on a phone", () => {
  it("everything is in reach, and nothing is wider than the screen", async () => {
    const page = await browser.open(service.url, PHONE);
    const { run, ends } = playground(page);
    await page.locator(".editor .cm-content").waitFor();
    await run();
    await ends("Accepted");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(375);
    await expect.poll(() => page.locator(".output").isVisible()).toBe(true);
    await picture(page, "playground-phone");
  });
});
