<?php
require __DIR__ . "/near.php";
include "from-here.php";
var_dump(__FILE__, $argv, getcwd(), $_SERVER["SCRIPT_NAME"], $_SERVER["SCRIPT_FILENAME"], $_SERVER["PATH_TRANSLATED"], get_included_files());
echo filesize($argv[0]) > 0 ? "found\n" : "", cli_get_process_title(), "\n";
throw new Exception("where?");
