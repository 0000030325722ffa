<?php
var_dump($argv, $argc, $_GET, $_POST, $_COOKIE, $_FILES, $_REQUEST, ini_get("register_argc_argv"));
