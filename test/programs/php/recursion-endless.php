<?php
ini_set("memory_limit", "32M");
function endless($n) { return 1 + endless($n + 1); }
register_shutdown_function(fn() => print("shutdown\n"));
endless(0);
