const { spawn, exec, execFile } = require("child_process");
const { promisify } = require("util");
const { once } = require("events");

async function main() {
  const cat = spawn("cat", ["-n"]);
  cat.stdin.end("one\ntwo\n");
  let text = "";
  for await (const chunk of cat.stdout) text += chunk;
  console.log(
    text,
    await once(cat, "close"),
    cat.exitCode,
    cat.signalCode,
    cat.spawnfile,
    cat.spawnargs,
    cat.killed,
  );
  console.log(await promisify(exec)("echo out; echo err >&2; pwd"));
  const python = promisify(execFile)("python3", [
    "-c",
    "import sys; print(sys.argv, input()); print(input())",
    "x",
  ]);
  python.child.stdin.end("a line\n");
  console.log(await python.catch(({ code, stdout, stderr }) => [code, stdout, stderr.split("\n").at(-2)]));
  console.log(
    await promisify(exec)("exit 3").catch(({ code, signal, killed, cmd }) => [code, signal, killed, cmd]),
  );
  console.log(
    await promisify(execFile)("no-such-program", ["x"]).catch(({ code, syscall, path, spawnargs }) => [
      code,
      syscall,
      path,
      spawnargs,
    ]),
  );
  const missing = spawn("/no/such/program");
  console.log(missing.pid, (await once(missing, "error"))[0].message);
  const shell = spawn("echo $0 $VALUE | tr a-z A-Z", {
    shell: "/bin/bash",
    env: { ...process.env, VALUE: "from env" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  shell.stdout.setEncoding("utf8").on("data", (data) => console.log(data));
  console.log("events", await Promise.all(["spawn", "exit", "close"].map((name) => once(shell, name))));
  const big = await promisify(execFile)("head", ["-c", "500000", "/dev/zero"], { encoding: "buffer" });
  console.log(
    big.stdout.length,
    await promisify(exec)("yes", { maxBuffer: 1000 }).catch(({ code, stdout }) => [code, stdout.length]),
  );
  const node = spawn(process.execPath, ["-e", "process.stdin.pipe(process.stdout); process.exitCode = 5"], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  node.stdin.end("through a child\n");
  console.log(await once(node, "exit"));
  const extra = spawn("bash", ["-c", "echo on three >&3; read -r line <&4; echo $line"], {
    stdio: ["ignore", "pipe", "inherit", "pipe", "pipe"],
  });
  extra.stdio[3].on("data", (data) => {
    console.log("three", data.toString());
    extra.stdio[4].end("on four\n");
  });
  extra.stdout.on("data", (data) => console.log(data.toString()));
  await once(extra, "close");
}

main();
