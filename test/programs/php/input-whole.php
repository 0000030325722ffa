<?php
$text = file_get_contents("php://stdin");
var_dump(strlen($text), $text, feof(STDIN), fgets(STDIN));
