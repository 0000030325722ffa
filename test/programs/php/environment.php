<?php
ksort($_ENV);
print_r($_ENV);
var_dump(getenv("WORD"), getenv("HOME"), getenv("NOPE"), $_SERVER["WORD"], $_SERVER["EMPTY"], array_key_exists("NOPE", $_SERVER));
print_r(getenv());
foreach ($_SERVER as $name => $value) if (!str_contains($name, "TIME")) echo $name, "=", json_encode($value), "\n";
putenv("ADDED=1");
putenv("WORD");
var_dump(getenv("ADDED"), getenv("WORD"), getenv()["ADDED"], shell_exec('echo "$ADDED $EMPTY ${WORD-unset}"'));
echo shell_exec("env | sort | grep -v -e ^_= -e ^SHLVL= -e ^PWD= -e ^OLDPWD=");
