<?php
pcntl_async_signals(true);
foreach ([SIGTERM, SIGUSR1, SIGUSR2, SIGINT] as $signal)
    pcntl_signal($signal, function (int $no, $info) { echo "got $no from ", $info["pid"] === getmypid() ? "myself" : "another", "\n"; });
posix_kill(getmypid(), SIGUSR1);
posix_kill(getmypid(), SIGTERM);
pcntl_signal(SIGALRM, fn() => print("alarm\n"));
pcntl_alarm(1);
$left = sleep(10);
echo $left > 5 ? "woken\n" : "slept\n";
pcntl_sigprocmask(SIG_BLOCK, [SIGUSR2], $old);
posix_kill(getmypid(), SIGUSR2);
var_dump($old, pcntl_sigwaitinfo([SIGUSR2], $info), $info["signo"]);
pcntl_async_signals(false);
posix_kill(getmypid(), SIGINT);
echo "not yet\n";
pcntl_signal_dispatch();
var_dump(pcntl_signal_get_handler(SIGHUP), pcntl_signal_get_handler(SIGTERM) instanceof Closure);
pcntl_signal(SIGTERM, SIG_IGN);
posix_kill(getmypid(), SIGTERM);
echo shell_exec("trap");
