<?php
require __DIR__ . "/near.php";
var_dump(__FILE__, __DIR__, $argv, getcwd(), $_SERVER["SCRIPT_NAME"], get_included_files());
