<?php
echo "before\n";
include "leaves.php";
echo "never\n";
