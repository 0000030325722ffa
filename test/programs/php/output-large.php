<?php
for ($i = 0; $i < 30000; $i++) echo "line $i of a large output\n";
fwrite(STDERR, str_repeat("e", 100000) . "\n");
echo str_repeat("x", 1 << 20), "\n";
