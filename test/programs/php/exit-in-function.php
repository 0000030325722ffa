<?php
function deep(int $n): never
{
    try {
        if ($n === 0) exit(9);
        deep($n - 1);
    } finally {
        echo "finally never runs\n";
    }
}
class Gone { function __destruct() { echo "destroyed\n"; } }
$gone = new Gone;
register_shutdown_function(function () { echo "shutdown\n"; });
deep(5);
