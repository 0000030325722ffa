<?php
ob_start(fn($text) => strtoupper($text));
echo "inner ";
ob_start();
echo "caught";
$caught = ob_get_clean();
echo strrev($caught), "\n";
var_dump(ob_get_level());
ob_end_flush();
var_dump(ob_get_level(), ini_get("output_buffering"), ini_get("implicit_flush"));
ob_start(function ($text, $phase) { return "[" . $phase . ":" . $text . "]"; }, 4);
echo "abcdef";
echo "gh";
ob_flush();
echo "left open at the end";
