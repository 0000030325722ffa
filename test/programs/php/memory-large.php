<?php
$big = str_repeat("0123456789", 10_000_000);
echo strlen($big), " ", md5($big), "\n";
$copy = $big;
$copy[5] = "x";
echo substr($copy, 0, 10), "\n";
unset($big, $copy);
$list = new SplFixedArray(1_000_000);
for ($i = 0; $i < 1_000_000; $i++) $list[$i] = $i * 2;
echo array_sum($list->toArray()), "\n";
$map = [];
for ($i = 0; $i < 300_000; $i++) $map["key$i"] = [$i];
echo count($map), " ", $map["key299999"][0], "\n";
