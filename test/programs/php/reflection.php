<?php
class A { public const X = 1; protected ?int $p = 2; public function m(int|string $a, &...$r): static { return $this; } }
echo new ReflectionClass("A");
echo (new ReflectionExtension("ctype"))->getVersion(), "\n";
echo new ReflectionMethod("ArrayObject", "count");
echo eval('return get_class(new class {}) === (new class {})::class ? "same" : "different";'), "\n";
eval('function made() { return __FILE__ . ":" . __LINE__; }');
echo made(), "\n";
var_dump((new ReflectionClass(new class {}))->getName() === "class@anonymous", str_contains((new ReflectionClass(new class {}))->getName(), "main.php"));
echo str_replace("\0", "|", (new ReflectionClass(new class {}))->getName()), "\n";
