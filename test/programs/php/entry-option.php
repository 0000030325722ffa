<?php
echo "not run\n";
