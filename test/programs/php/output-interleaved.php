<?php
for ($i = 0; $i < 5; $i++) {
    echo "out $i\n";
    fwrite(STDERR, "err $i\n");
    fflush(STDOUT);
}
flush();
