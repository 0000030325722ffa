<?php
var_dump($argc, $argv, $_SERVER["argc"], $_SERVER["argv"] === $argv, $GLOBALS["argv"] === $argv);
function inside() { global $argv; return count($argv); }
var_dump(inside(), getopt("ab:", ["long::"], $rest), $rest);
