<?php
echo "one", " ", "two\n";
print "three\n";
printf("%05.2f|%-6s|%06d|%x|%b|%'*10s|%+d\n", M_PI, "left", 42, 255, 5, "pad", 3);
echo sprintf('%2$s %1$s', "world", "hello"), PHP_EOL;
$name = "heredoc";
echo <<<TEXT
  A {$name} with "quotes" and \$escapes
    indented
  TEXT;
echo "\n", <<<'RAW'
A $nowdoc\n
RAW;
?>

Text outside of tags, <?= 1 + 1 ?> and more
<?php vprintf("%s-%s\n", ["a", "b"]);
