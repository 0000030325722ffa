<?php
var_dump(0.1 + 0.2, 1e100, PHP_INT_MAX + 1, intdiv(-7, 2), -7 % 3, fmod(-7, 3), 0b101 | 0x0f, 1_000_000, "10" == "1e1", "abc" <=> "abd", round(2.5), round(-3.5), NAN == NAN, -0.0, 1 <=> 2, PHP_FLOAT_EPSILON);
echo bcadd("1234567890123456789.5", "0.5", 2), " ", bcpow("2", "200"), " ", bcsqrt("2", 30), "\n";
echo gmp_strval(gmp_fact(50)), " ", gmp_powm(3, 1000, 1000007), " ", gmp_nextprime(1000000), "\n";
echo number_format(1234567.891, 2), " ", number_format(0.5), " ", base_convert("ff", 16, 2), " ", dechex(PHP_INT_MAX), "\n";
var_dump(array_sum([1, 2.5]), max("apple", 5), is_numeric("1e5"), (int)"0x1A", octdec("17"), 7 <=> "7", 1.5 . "", 100000000000000000000, 0.1 + 0.7);
