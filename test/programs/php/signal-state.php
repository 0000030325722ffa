<?php
foreach (file("/proc/self/status") as $line) if (preg_match('/^(Sig(Q|Pnd|Blk|Ign|Cgt)|Cap|NoNewPrivs|Seccomp:|Threads|Uid|Gid|Groups|Umask)/', $line) && !str_starts_with($line, "SigQ")) echo $line;
pcntl_sigprocmask(SIG_SETMASK, [], $old);
var_dump($old);
echo shell_exec("grep ^Sig[BIC] /proc/self/status");
