<?php
$shared = ["parent"];
ob_start();
echo "buffered in both\n";
class D { function __construct(public string $n) {} function __destruct() { fwrite(STDERR, ""); echo "destroyed in {$this->n}\n"; } }
$d = new D("parent");
register_shutdown_function(function () { global $shared; echo "shutdown: ", implode(",", $shared), "\n"; });
$pid = pcntl_fork();
if ($pid === 0) {
    $shared[] = "child";
    $d->n = "child";
    exit(17);
}
pcntl_waitpid($pid, $status);
var_dump(pcntl_wifexited($status), pcntl_wexitstatus($status));
$pid = pcntl_fork();
if ($pid === 0) {
    ob_end_clean();
    posix_kill(getmypid(), SIGKILL);
}
pcntl_wait($status);
var_dump(pcntl_wifsignaled($status), pcntl_wtermsig($status));
$children = [];
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
for ($i = 0; $i < 4; $i++) {
    if (!($children[] = pcntl_fork())) {
        ob_end_clean();
        fwrite($b, mt_rand() . " " . bin2hex(random_bytes(4)) . "\n");
        posix_kill(getmypid(), SIGKILL);
    }
}
foreach ($children as $child) pcntl_waitpid($child, $status);
$numbers = [];
for ($i = 0; $i < 4; $i++) $numbers = array_merge($numbers, explode(" ", trim(fgets($a))));
var_dump(count($numbers));
