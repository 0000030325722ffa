<?php
var_dump(php_ini_loaded_file(), ini_get("display_errors"), ini_get("memory_limit"));
echo $undefined;
