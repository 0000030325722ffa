<?php
echo "one\n";
echo <<<X
a
b
X;
echo strlen(<<<Y
q
r
Y), __LINE__;
?>
tail
