<?php
echo "before\n";
require "does-not-exist.php";
