<?php
try {
    include "broken.php";
} catch (ParseError $e) {
    echo get_class($e), " ", $e->getMessage(), " ", basename($e->getFile()), ":", $e->getLine(), "\n";
}
try {
    eval('$x = ;');
} catch (ParseError $e) {
    echo $e->getMessage(), " ", $e->getFile(), ":", $e->getLine(), "\n";
}
require "broken.php";
