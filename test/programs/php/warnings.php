<?php
echo $undefined, $list["x"] ?? "default", "\n";
$array = [1];
echo $array[5], $array["key"];
echo "string"[20] ?? "none", "\n";
$n = "5 apples" + 3;
echo "$n\n";
echo implode(",", [1, [2]]), "\n";
file_get_contents("/no/such/file");
include "missing.php";
strpos("a", "");
function old(?int $a = null, $b) { }
echo hexdec("xyz"), "\n";
$o = new stdClass;
echo $o->missing;
$o->a["x"] = 1;
echo (string)1e100, " ", 7 % 3, " ", intdiv(7, -2), "\n";
trigger_error("user deprecated", E_USER_DEPRECATED);
try { echo 1 % 0; } catch (DivisionByZeroError $e) { echo $e->getMessage(), "\n"; }
try { echo 1 / 0; } catch (DivisionByZeroError $e) { echo $e->getMessage(), "\n"; }
var_dump(error_get_last()["type"], error_reporting(), ini_get("display_errors"), ini_get("log_errors"));
ini_set("display_errors", "1");
ini_set("html_errors", "0");
error_reporting(E_ALL);
echo $displayed;
