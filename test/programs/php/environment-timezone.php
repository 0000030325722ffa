<?php
var_dump(getenv("TZ"), date_default_timezone_get(), date("c", 0), (new DateTime("@0"))->format("e c"), idate("H", 0));
echo shell_exec("date -d @0 +%H%Z");
