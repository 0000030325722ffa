<?php
var_dump(php_ini_loaded_file(), php_ini_scanned_files(), ini_get("precision"), ini_get("date.timezone"), 0.1 + 0.2);
echo date("c T", 0), "\n";
