<?php
class P { private $a = 1; protected $b = [1, "x" => null]; public ?P $c = null; }
$p = new P;
$p->c = new P;
var_dump($p, 1.0, "s", null, true, STDIN, fn() => 1);
print_r($p);
var_export([$p, 1.5, "it's", null, false, -0.0, [[]]]);
echo "\n", serialize($p), "\n", spl_object_id($p), " ", strlen(spl_object_hash($p)), " ", spl_object_hash($p), "\n";
var_dump(unserialize(serialize([1, "a" => new ArrayObject([1])])), @unserialize("broken"));
$loop = [];
$loop["self"] = &$loop;
print_r($loop);
echo json_encode(["float" => 0.1, "deep" => ["ü" => null]], JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE), "\n";
try { json_decode("{bad", flags: JSON_THROW_ON_ERROR); } catch (JsonException $e) { echo $e->getMessage(), "\n"; }
debug_print_backtrace();
function show() { debug_print_backtrace(); return (new Exception("here"))->getTraceAsString(); }
echo show(1, "two", [3]), "\n";
