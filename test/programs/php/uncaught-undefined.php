<?php
echo "start\n";
undefined_function(1);
