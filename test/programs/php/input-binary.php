<?php
$data = stream_get_contents(STDIN);
echo strlen($data), " ", md5($data), " ", bin2hex(substr($data, 0, 8)), "\n";
echo strrev($data);
