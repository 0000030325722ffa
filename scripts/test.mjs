// `npm test`: set-up, then every check and every test. Goes on after a failure, and ends with one line of sums.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./setup/run.mjs";
import { TESTED_LANGUAGES } from "./setup/tested-languages.mjs";
import { explain, setUp, setUpImage } from "./setup.mjs";

/** @typedef {{ passed: number, failed: number }} Sum */

const node = process.execPath;

/** One check is one test. @param {string} name @param {string} file @param {string[]} args @returns {Promise<Sum>} */
const check = async (name, file, args) => {
  process.stdout.write(`\n== ${name}\n`);
  const { code } = await run(file, args);
  process.stdout.write(`== ${name}: ${code === 0 ? "passed" : "FAILED"}\n`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

/** Sums up what the agent's own tests say of themselves, where they do. @returns {Promise<Sum>} */
const agentTests = async () => {
  const { code: unknown } = await run("make", ["-C", "agent", "--no-print-directory", "-n", "test"], {
    quiet: true,
  });
  if (unknown !== 0) return { passed: 0, failed: 0 };
  process.stdout.write("\n== agent\n");
  const { code, output } = await run("make", ["-C", "agent", "--no-print-directory", "test"]);
  const sum = { passed: 0, failed: 0 };
  for (const [, passed, failed] of output.matchAll(/^agent: (\d+) passed, (\d+) failed$/gm)) {
    sum.passed += Number(passed);
    sum.failed += Number(failed);
  }
  if (code === 0 && sum.passed === 0) sum.passed = 1;
  if (code !== 0 && sum.failed === 0) sum.failed = 1;
  return sum;
};

/** @param {string[]} args @returns {Promise<Sum>} */
const vitest = async (args) => {
  process.stdout.write("\n== vitest\n");
  const folder = mkdtempSync(join(tmpdir(), "neuron-test-report-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { code } = await run(node, ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...args], {
      env: { ...process.env, NEURON_TEST_STRICT: "1", NO_COLOR: "1" },
    });
    if (!existsSync(report)) return { passed: 0, failed: 1 };
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
    // A file that could not be loaded has no test that could have failed; leftovers fail the run as a whole.
    const broken = testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    ).length;
    const failed = numFailedTests + broken;
    return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** @returns {Promise<Sum[]>} */
const all = async () => {
  process.env.NEURON_LANGUAGES ??= TESTED_LANGUAGES;
  try {
    await setUp({ tests: true });
    await setUpImage();
  } catch (error) {
    process.stdout.write(`${explain(error)}\n`);
    return [{ passed: 0, failed: 1 }];
  }
  const args = process.argv.slice(2);
  // With arguments, only the tests that they choose.
  if (args.length > 0) return [await vitest(args)];
  return [
    await check("style", node, [
      "node_modules/@biomejs/biome/bin/biome",
      "check",
      "--error-on-warnings",
      ".",
    ]),
    await check("directions of imports", node, ["scripts/check-imports.mjs"]),
    await check("generated files", node, ["scripts/check-generated.mjs"]),
    await check("types of the tests", node, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.tests.json"]),
    await agentTests(),
    await vitest([]),
  ];
};

const sums = await all();
const passed = sums.reduce((sum, each) => sum + each.passed, 0);
const failed = sums.reduce((sum, each) => sum + each.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
