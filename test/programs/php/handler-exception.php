<?php
set_exception_handler(function (Throwable $e) {
    echo "handled ", get_class($e), ": ", $e->getMessage(), " at ", basename($e->getFile()), ":", $e->getLine(), "\n";
    throw new Error("from the handler", 1, $e);
});
throw new ErrorException("first", 3, E_WARNING, "file.php", 12);
