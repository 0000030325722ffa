<?php
var_dump(fgets(STDIN), feof(STDIN), fgetc(STDIN), file("php://stdin"), stream_get_line(STDIN, 100, "\n"), readline("prompt> "));
