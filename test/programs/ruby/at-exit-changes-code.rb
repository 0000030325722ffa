at_exit { exit 4 }
exit 2
