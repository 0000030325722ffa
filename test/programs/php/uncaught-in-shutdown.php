<?php
register_shutdown_function(function () { throw new Exception("in a shutdown function"); });
register_shutdown_function(function () { echo "the next one\n"; });
class D { function __destruct() { echo "destroyed\n"; } }
$d = new D;
echo "main\n";
