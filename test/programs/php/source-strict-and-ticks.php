<?php
declare(strict_types=1);
declare(ticks=1);
$ticks = 0;
register_tick_function(function () use (&$ticks) { $ticks++; });
$a = 1;
$b = 2;
for ($i = 0; $i < 3; $i++) $a += $i;
echo $a, " ", $ticks, "\n";
try { echo strlen(5); } catch (TypeError $e) { echo $e->getMessage(), "\n"; }
goto end;
echo "skipped\n";
end:
echo "end\n";
