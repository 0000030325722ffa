<?php
/** Documented. */
function f(int $a, string ...$rest): ?array { return null; }
echo md5_file(__FILE__), " ", filesize($argv[0]), "\n";
echo php_strip_whitespace(__FILE__), "\n";
foreach (array_slice(token_get_all('<?php $a = 1;'), 0, 6) as $t) echo is_array($t) ? token_name($t[0]) : $t, " ";
echo "\n", (new ReflectionFunction("f"))->getDocComment(), "\n", new ReflectionFunction("f");
highlight_string('<?php echo "x";');
show_source(__FILE__);
