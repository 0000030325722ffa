<?php
ob_start(function ($text) {
    static $n = 0;
    return $n++ ? "again: $text" : "first: $text";
});
echo "a\n";
ob_flush();
ob_start(function ($text) { throw new RuntimeException("in a callback"); });
echo "b\n";
try {
    ob_end_flush();
} catch (RuntimeException $e) {
    echo get_class($e), ": ", $e->getMessage(), "\n";
}
ob_start(function ($text) { return ob_get_level() . $text; });
echo "c\n";
exit(2);
