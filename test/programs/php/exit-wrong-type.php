<?php
try {
    exit([]);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
exit(true);
