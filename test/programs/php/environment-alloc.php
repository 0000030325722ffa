<?php
$a = range(1, 1000);
var_dump(array_sum($a), memory_get_usage() >= 0);
