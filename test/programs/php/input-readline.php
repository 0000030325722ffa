<?php
while (($line = readline()) !== false) echo strlen($line), ":", $line, "\n";
readline_add_history("x");
var_dump(readline_info("library_version") !== null);
echo "done\n";
