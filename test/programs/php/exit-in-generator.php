<?php
function numbers() { try { yield 1; yield 2; } finally { echo "generator closed\n"; } }
foreach (numbers() as $n) if ($n === 2) exit($n);
