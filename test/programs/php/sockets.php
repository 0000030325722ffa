<?php
$server = stream_socket_server("tcp://127.0.0.1:0", $no, $text);
$name = stream_socket_get_name($server, false);
if (!($pid = pcntl_fork())) {
    $c = stream_socket_client("tcp://$name");
    fwrite($c, "hello\n");
    posix_kill(getmypid(), fgets($c) === "HELLO\n" ? SIGKILL : SIGTERM);
}
$peer = stream_socket_accept($server);
fwrite($peer, strtoupper(fgets($peer)));
pcntl_waitpid($pid, $status);
var_dump(pcntl_wtermsig($status));
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_set_blocking($a, false);
var_dump(fread($a, 10));
fwrite($b, "ready");
$r = [$a];
$w = $e = null;
var_dump(stream_select($r, $w, $e, 1), fread($a, 10));
$s = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
var_dump(socket_bind($s, "127.0.0.1"), @stream_socket_client("tcp://127.0.0.1:1", $no, $text, 1), $no, @fsockopen("example.invalid", 80, $no, $text, 1), @file_get_contents("http://192.0.2.1/"));
