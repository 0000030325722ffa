<?php
$handle = fopen(__FILE__, "r");
fseek($handle, __COMPILER_HALT_OFFSET__);
echo stream_get_contents($handle);
__halt_compiler();data <?php after
the end
