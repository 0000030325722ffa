<?php
var_dump(getenv("HOME"), getenv("PATH"), getenv("LANG"), $argv);
echo shell_exec("echo ~");
