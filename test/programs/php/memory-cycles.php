<?php
class Node { public $other; public static int $gone = 0; function __destruct() { self::$gone++; } }
for ($i = 0; $i < 60000; $i++) {
    $a = new Node;
    $b = new Node;
    $a->other = $b;
    $b->other = $a;
}
echo Node::$gone, " ", gc_collect_cycles(), " ", Node::$gone, "\n";
print_r(array_intersect_key(gc_status(), ["runs" => 1, "collected" => 1]));
$map = new WeakMap;
$key = new stdClass;
$map[$key] = 1;
$ref = WeakReference::create($key);
var_dump(count($map), $ref->get() === $key);
unset($key);
var_dump(count($map), $ref->get());
