<?php
ini_set("memory_limit", "8M");
register_shutdown_function(function () { echo "shutdown: ", preg_replace('/\d+/', 'N', error_get_last()["message"]), "\n"; });
$list = [];
while (true) $list[] = str_repeat("x", 100000);
