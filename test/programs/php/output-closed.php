<?php
echo "before\n";
fclose(STDOUT);
echo "lost\n";
try {
    fwrite(STDOUT, "never\n");
} catch (TypeError $e) {
    fwrite(STDERR, $e->getMessage() . "\n");
}
fwrite(STDERR, "still here\n");
register_shutdown_function(fn() => fwrite(STDERR, "connection " . connection_status() . "\n"));
exit(4);
