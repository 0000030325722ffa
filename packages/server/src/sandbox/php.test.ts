import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testRootfs } from "../test-image.js";
import { primedPrograms, primedRunner } from "./primed-programs.js";
import { createRig, lines, php, type Rig } from "./rig.js";
import type { JailKind, RunReport, Sandbox } from "./types.js";

let rig: Rig;
const sandboxes = new Map<JailKind, Sandbox>();
const run = primedRunner(() => rig, sandboxes);
const programs = primedPrograms(
  { kind: "php", language: "php", command: "php", entry: "main.php", extension: ".php" },
  run,
);

const primed = (source: string): Promise<RunReport> => run(php(source, "php"));

beforeAll(async () => {
  rig = await createRig(testRootfs());
});
afterAll(async () => {
  await rig.stop();
  expect(rig.traces()).toEqual([]);
});

describe("a primed PHP does what php main.php does", () => {
  test.for(programs.names)("%s", async (name) => {
    const { bare, primed } = await programs.both(name);
    expect(primed).toEqual(bare);
    // A program that shows nothing at all would agree with anything.
    if (name !== "source-empty") expect(bare.exitCode !== 0 || bare.stdout + bare.stderr !== "").toBe(true);
  });
});

describe("runs in one booted PHP", () => {
  const MARK = "tsixe-ton-tsum";
  const leave = `<?php
$mark = strrev("${MARK}");
function left() {}
define("LEFT", $mark);
putenv("LEFT=$mark");
cli_set_process_title($mark);
ini_set("user_agent", $mark);
setlocale(LC_ALL, "C");
date_default_timezone_set("Asia/Tokyo");
foreach ([".", "/tmp", "/var/tmp", "/dev/shm"] as $folder) file_put_contents("$folder/$mark", $mark);
$kept = array_map(fn($n) => $mark . $n, range(0, 100_000));
$GLOBALS["also"] = stream_context_create();
pfsockopen("udp://127.0.0.1", 9);
umask(0777);
pcntl_setpriority(5);
echo getmypid(), "\\n";
`;
  const look = `<?php
$mark = strrev("${MARK}");
$found = [];
if (function_exists("left") || defined("LEFT")) $found[] = "symbols";
if (getenv("LEFT") || ini_get("user_agent") === $mark || date_default_timezone_get() !== "UTC") $found[] = "state";
if (get_resources("persistent stream") || cli_get_process_title()) $found[] = "resources";
foreach ([".", "/tmp", "/var/tmp", "/dev/shm"] as $folder) if (in_array($mark, scandir($folder))) $found[] = $folder;
$needle = $mark . "99";
$memory = fopen("/proc/self/mem", "r");
stream_set_read_buffer($memory, 0);
foreach (file("/proc/self/maps") as $line) {
  [$range, $access] = explode(" ", $line);
  if ($access[0] !== "r" || preg_match('/\\[v(var|syscall|var_vclock)\\]$/', rtrim($line))) continue;
  [$first, $end] = array_map("hexdec", explode("-", $range));
  if (@fseek($memory, $first) !== 0) continue;
  $times = 0;
  for ($left = min($end - $first, 1 << 26); $left > 0; $left -= strlen($data)) {
    $data = @fread($memory, min($left, 1 << 16));
    if ($data === false || $data === "") break;
    $times += substr_count($data, $needle);
  }
  if ($times > 20) $found[] = rtrim($line);
}
if (umask() !== 022 || pcntl_getpriority() !== 0) $found[] = "process";
echo json_encode($found), "\\n";
`;

  test("see nothing of the run before", async () => {
    expect(lines(await primed(leave))).toEqual(["2"]);
    expect(lines(await primed(look))).toEqual(["[]"]);
  });

  test("the search finds what is there", async () => {
    const found = JSON.parse(lines(await primed(leave + look.replace("<?php", ""))).at(-1) ?? "");
    expect(found).toEqual(expect.arrayContaining(["symbols", "state", "resources", ".", "/tmp", "process"]));
    expect(found.some((line: string) => line.includes("rw-p"))).toBe(true);
  });

  test("draw their own random numbers", async () => {
    const source = `<?php
echo implode("\\n", [mt_rand(), rand(), random_int(0, PHP_INT_MAX), bin2hex(random_bytes(8)), lcg_value(), uniqid("", true),
  str_shuffle(str_repeat("abcdefghij", 9)), implode(",", array_rand(range(0, 999), 9)), bin2hex(openssl_random_pseudo_bytes(8)),
  (new Random\\Randomizer)->getInt(0, PHP_INT_MAX), bin2hex((new Random\\Engine\\Mt19937)->generate()),
  password_hash("x", PASSWORD_BCRYPT, ["cost" => 4]), bin2hex(sodium_crypto_secretbox_keygen()), basename(tempnam("", "x")), gmp_random_bits(64)]);`;
    const [first = [], second = []] = [lines(await primed(source)), lines(await primed(source))];
    expect(first).toHaveLength(15);
    expect(first.filter((word, index) => word === second[index])).toEqual([]);
  });

  test("begin when they begin, however long PHP has been waiting", async () => {
    const source = `<?php
$now = microtime(true);
echo json_encode([abs($_SERVER["REQUEST_TIME_FLOAT"] - $now) < 1, abs($_SERVER["REQUEST_TIME"] - $now) < 2, $argc]);`;
    await primed(source);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(lines(await primed(source))).toEqual(["[true,true,1]"]);
  });

  test("started anew for other ini files, another entry or another TZ are right and timed like any other", async () => {
    const source =
      "<?php usleep(50000); echo ini_get('precision'), ' ', basename(__FILE__), ' ', getenv('TZ');";
    const files = [
      { path: "main.php", content: Buffer.from(source) },
      { path: "other.php", content: Buffer.from(source) },
      { path: "ini/x.ini", content: Buffer.from("precision = 3\n") },
    ];
    const report = await run(
      php(source, "php", { files, env: { PHP_INI_SCAN_DIR: ":/work/ini", TZ: "XYZ-1" } }),
    );
    expect(lines(report)).toEqual(["3 main.php XYZ-1"]);
    expect(report.wallTimeMs).toBeGreaterThan(50);
    expect(lines(await run(php("", "php", { argv: ["-f", "other.php", "a"], files })))).toEqual([
      "14 other.php ",
    ]);
  });

  test("see no more of the sandbox than their own", async () => {
    const source = `<?php
$ends = array_map(fn($fd) => preg_replace('/\\d+/', 'N', @readlink("/proc/self/fd/$fd") ?: "gone"), array_slice(scandir("/proc/self/fd"), 2));
sort($ends);
echo implode(" ", array_unique($ends)), "\\n";
echo implode(",", array_filter(scandir("/proc"), "ctype_digit")), " ", implode(",", array_slice(scandir("/proc/self/task"), 2)), "\\n";
echo json_encode(file_exists("/run/neuron/agent")), " ", implode(",", array_keys(getenv())), "\\n";
$environ = array_filter(explode("\\0", file_get_contents("/proc/self/environ")));
sort($environ);
echo implode(" ", $environ), "\\n";
foreach (file("/proc/self/maps") as $line) if (preg_match('/ .w.s /', $line)) echo "shared memory: $line";
`;
    expect(lines(await primed(source))).toEqual([
      "/work/main.php gone pipe:[N]",
      "1,2 2",
      "false PATH,HOME,LANG",
      "HOME=/work LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    ]);
  });
});

/** docs/reference/primed-php.md lists these; a difference that goes away must go away there, too. */
describe("known differences of a primed PHP", () => {
  const both = async (source: string): Promise<[string[], string[]]> => [
    lines(await run(php(source))),
    lines(await primed(source)),
  ];

  test("its parent is outside of its world", async () => {
    expect(await both("<?php echo posix_getppid();")).toEqual([["1"], ["0"]]);
  });

  test("/proc shows the command line of the boot", async () => {
    const source = '<?php echo count(explode("\\0", rtrim(file_get_contents("/proc/self/cmdline"), "\\0")));';
    const native = await run(php(source, "launcher", { argv: ["php", "main.php", "a"] }));
    const forked = await run(php(source, "php", { argv: ["main.php", "a"] }));
    expect([lines(native), lines(forked)]).toEqual([["3"], ["2"]]);
  });

  test("the object that keeps it waiting can be seen, and not opened", async () => {
    const source = `<?php
preg_match_all('~/run/neuron/\\S+~', file_get_contents("/proc/self/maps"), $found);
foreach (array_unique($found[0]) as $name) echo $name, " ", json_encode(file_exists($name)), "\\n";`;
    expect(await both(source)).toEqual([[], ["/run/neuron/zygote-php.so false"]]);
  });

  test("it used hardly any CPU time when its first line runs", async () => {
    const source = '<?php $u = getrusage(); echo $u["ru_utime.tv_usec"] + $u["ru_stime.tv_usec"];';
    const [native, forked] = await both(source);
    expect(Number(forked[0])).toBeLessThan(Number(native[0]) / 2);
  });
});
