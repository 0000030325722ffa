<?php
var_dump(ini_get("zend.assertions"));
assert(false && "never looked at");
echo "passed\n";
ini_set("zend.assertions", "0");
ini_set("assert.exception", "1");
ini_set("precision", "4");
ini_set("no.such", "x");
var_dump(ini_get("precision"), 1 / 3, ini_restore("precision"), 1 / 3, ini_set("allow_url_include", "1"));
set_time_limit(0);
