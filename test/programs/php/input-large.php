<?php
$sum = 0;
$lines = 0;
while (fscanf(STDIN, "%d %d", $a, $b) === 2) {
    $sum += $a * $b;
    $lines++;
}
echo "$lines $sum ", strlen(stream_get_contents(STDIN)), "\n";
