<?php
echo "before\n";
register_shutdown_function(fn() => print("never\n"));
posix_kill(posix_getpid(), SIGQUIT);
sleep(5);
echo "after\n";
