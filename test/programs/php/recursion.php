<?php
function depth(int $n): int { return $n === 0 ? 0 : 1 + depth($n - 1); }
echo depth(200000), "\n";
function through(array $a): array { return array_map('through', [$a]); }
try {
    through([]);
} catch (Error $e) {
    echo get_class($e), ": ", $e->getMessage(), "\n";
}
$nested = [];
for ($i = 0; $i < 3000; $i++) $nested = [$nested];
echo strlen(json_encode($nested, 0, 4000)), " ", strlen(serialize($nested)), "\n";
class Deep { public $next; }
$head = null;
for ($i = 0; $i < 50000; $i++) { $d = new Deep; $d->next = $head; $head = $d; }
unset($head, $d);
echo "released\n";
var_dump(preg_match('/^(a|b)*$/', str_repeat("ab", 100000)), preg_last_error_msg());
