<?php
exec("echo one; echo two; exit 3", $lines, $code);
var_dump($lines, $code, `echo backtick`, system("echo system", $code), $code);
passthru("printf 'a\\0b\\n'");
$process = proc_open(["sh", "-c", 'read line; echo "got $line"; echo error >&2; echo "$X"; exit 5'], [["pipe", "r"], ["pipe", "w"], ["pipe", "w"]], $pipes, "/tmp", ["X" => "y"]);
fwrite($pipes[0], "input\n");
fclose($pipes[0]);
var_dump(stream_get_contents($pipes[1]), stream_get_contents($pipes[2]));
var_dump(proc_close($process));
$p = popen("cat", "w");
fwrite($p, "through popen\n");
var_dump(pclose($p));
$killed = proc_open("kill -9 $$", [], $pipes);
while (proc_get_status($killed)["running"] && usleep(1000) === null);
$status = proc_get_status($killed);
var_dump($status["signaled"], $status["termsig"], escapeshellarg("it's"));
echo shell_exec("ls /proc/self/fd | tr '\\n' ' '"), "\n";
echo shell_exec(PHP_BINARY . " -r 'echo PHP_VERSION, getenv(\"HOME\");'"), "\n";
echo exec("nonexistent-command 2>&1; echo $?"), "\n";
