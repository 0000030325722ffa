<?php
$before = memory_get_usage();
$list = range(1, 10000);
echo memory_get_usage() - $before, "\n";
var_dump(memory_get_usage(), memory_get_peak_usage(), memory_get_usage(true), memory_get_peak_usage(true), ini_get("memory_limit"));
unset($list);
memory_reset_peak_usage();
var_dump(memory_get_peak_usage());
print_r(array_slice(gc_status(), 0, 4));
