<?php
spl_autoload_register(function ($class) {
    echo "autoload $class\n";
    require __DIR__ . "/lib/" . str_replace("\\", "/", $class) . ".php";
});
$config = include "config.php";
var_dump($config, (include_once "config.php") === $config, include_once "config.php", require_once "./lib/../config.php");
echo (new Shapes\Circle(2))->describe(), "\n";
set_include_path("lib");
include "helper.php";
echo helper(), "\n";
var_dump(array_map(fn($f) => str_replace(__DIR__, "", $f), get_included_files()), class_exists("Nope\\Missing", false));
echo file_get_contents("data.txt", true);
echo json_encode(parse_ini_file("some.ini", true, INI_SCANNER_TYPED)), "\n";
new Shapes\Unknown;
