<?php
class Thrower { function __destruct() { throw new DomainException("in a destructor"); } }
class Plain { function __destruct() { echo "plain\n"; } }
$a = new Plain;
$t = new Thrower;
$b = new Plain;
echo "main\n";
