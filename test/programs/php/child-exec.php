<?php
echo "before\n";
putenv("MARK=here");
register_shutdown_function(fn() => print("never\n"));
pcntl_exec("/bin/sh", ["-c", 'echo "$MARK $0 $1 $$"; ls /proc/self/fd | wc -l; exit 23', "zero", "one"], getenv());
