<?php
declare(strict_types=1);
function twice(int $n): int { return 2 * $n; }
echo twice(4), "\n";
register_shutdown_function(function () { print_r(error_get_last()); });
echo twice("4"), "\n";
