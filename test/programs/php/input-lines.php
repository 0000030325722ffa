<?php
[$n, $m] = array_map('intval', explode(' ', trim(fgets(STDIN))));
echo "$n by $m\n";
for ($i = 0; $i < $n; $i++) {
    $row = sscanf(fgets(STDIN), "%d %d %s");
    echo json_encode($row), "\n";
}
fscanf(STDIN, "%d:%d\n", $hours, $minutes);
var_dump($hours, $minutes, fgetc(STDIN), fread(STDIN, 3));
while (($line = fgets(STDIN)) !== false) echo strlen($line), " ", rtrim($line), "\n";
var_dump(feof(STDIN), stream_get_contents(STDIN));
