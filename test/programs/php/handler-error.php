<?php
set_error_handler(function (int $no, string $text, string $file, int $line) {
    echo "[$no] $text at ", basename($file), ":$line\n";
    return $no !== E_USER_NOTICE;
});
echo $nothing;
$list = [];
$list["key"];
trigger_error("mine", E_USER_WARNING);
trigger_error("not handled", E_USER_NOTICE);
echo (int)"12abc" + intdiv(7, 2), "\n";
echo @file_get_contents("/nonexistent") === false ? "false\n" : "";
restore_error_handler();
echo $nothing;
echo 1 <=> [], "\n";
