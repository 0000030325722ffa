<?php
echo "another file was asked for\n";
