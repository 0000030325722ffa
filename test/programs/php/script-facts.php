<?php
var_dump(__FILE__, __DIR__, __LINE__, $argv[0], getcwd(), realpath($argv[0]), get_included_files());
foreach (["PHP_SELF", "SCRIPT_NAME", "SCRIPT_FILENAME", "PATH_TRANSLATED", "DOCUMENT_ROOT"] as $name) var_dump($_SERVER[$name]);
var_dump(is_int($_SERVER["REQUEST_TIME"]), abs($_SERVER["REQUEST_TIME_FLOAT"] - microtime(true)) < 2, isset($_SERVER["REQUEST_METHOD"]));
var_dump(headers_sent(), headers_list(), http_response_code(), ignore_user_abort(), connection_status(), debug_backtrace());
header("X-Header: nobody sees it");
setcookie("a", "b");
var_dump(headers_list());
