<?php
mt_srand(42);
echo mt_rand(), " ", mt_rand(1, 6), " ", rand(1, 100), " ", implode(",", array_rand(range(0, 20), 3)), "\n";
srand(7);
$a = range(1, 10);
shuffle($a);
echo implode(",", $a), " ", str_shuffle("abcdef"), "\n";
$r = new Random\Randomizer(new Random\Engine\Xoshiro256StarStar(123));
echo $r->getInt(1, 1000), " ", bin2hex($r->getBytes(4)), " ", $r->getFloat(0, 1), "\n";
echo (new Random\Randomizer(new Random\Engine\Mt19937(5)))->nextInt(), "\n";
var_dump(mt_getrandmax(), random_int(3, 3), strlen(random_bytes(16)), strlen(uniqid()), lcg_value() < 1);
