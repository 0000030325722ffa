<?php
$p = popen("exec true", "w");
usleep(100000);
while (@fwrite($p, str_repeat("x", 10000)) !== false && ($n = ($n ?? 0) + 1) < 100);
var_dump(error_get_last()["message"] ?? null);
echo "status ", pclose($p), "\n";
echo shell_exec("grep -E 'SigIgn|SigBlk' /proc/self/status");
posix_kill(getmypid(), SIGPIPE);
echo "alive\n";
