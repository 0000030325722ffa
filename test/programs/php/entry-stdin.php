<?php
echo "not this one\n";
