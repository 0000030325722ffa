<?php
echo "not interested\n";
