<?php
class Late { function __destruct() { echo "destructor\n"; } }
$late = new Late;
register_shutdown_function(function () { echo "first\n"; exit(6); });
register_shutdown_function(function () { echo "second, never\n"; });
exit(1);
