<?php
class Ends
{
    function __construct(private int $code) {}
    function __destruct() { echo "destructor $this->code\n"; exit($this->code); }
}
$a = new Ends(3);
$b = new Ends(4);
echo "main is done\n";
