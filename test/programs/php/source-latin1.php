<?php
echo "café ", strlen("é"), "\n";
var_dump(json_encode("é"), json_last_error_msg(), mb_check_encoding("é", "UTF-8"));
