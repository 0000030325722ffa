<?php
fwrite(STDOUT, "to STDOUT\n");
fwrite(STDERR, "to STDERR\n");
file_put_contents("php://stdout", "by name\n");
file_put_contents("php://stderr", "error by name\n");
file_put_contents("php://output", "through the output layer\n");
file_put_contents("/dev/stdout", "by device\n", FILE_APPEND);
$fd = fopen("php://fd/2", "w");
fputs($fd, "by descriptor\n");
error_log("logged");
error_log("logged to a file\n", 3, "log.txt");
echo file_get_contents("log.txt");
var_dump(stream_get_meta_data(STDOUT), stream_isatty(STDIN), posix_isatty(1), fstat(STDOUT)["size"]);
