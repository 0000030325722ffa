<?php
echo "mine: ", fgets(STDIN);
echo "unread: ", stream_get_meta_data(STDIN)["unread_bytes"], "\n";
echo "child: ", var_export(shell_exec("cat"), true), "\n";
echo "mine: ", var_export(fgets(STDIN), true), "\n";
$again = fopen("php://stdin", "r");
var_dump(fgets($again));
