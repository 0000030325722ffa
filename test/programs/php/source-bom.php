<?php
echo "after a byte order mark\n";
