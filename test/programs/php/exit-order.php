<?php
class Named
{
    public ?Named $other = null;
    function __construct(public string $name) {}
    function __destruct() { echo "- $this->name\n"; }
}
register_shutdown_function(function () { echo "shutdown 1\n"; register_shutdown_function(fn() => print("added late\n")); });
register_shutdown_function(static function (...$given) { echo "shutdown 2 ", implode(",", $given), "\n"; }, "x", "y");
ob_start(function ($text) { return "buffered: " . $text; });
$first = new Named("first");
$second = new Named("second");
$loop = new Named("loop a");
$loop->other = new Named("loop b");
$loop->other->other = $loop;
unset($loop);
function keeps() { static $kept; $kept ??= new Named("static"); }
keeps();
class Holder { public static ?Named $held = null; }
Holder::$held = new Named("class static");
const FIXED = "constant";
define("OBJECT", new Named("in a constant"));
set_error_handler([new class { private $n; function __construct() { $this->n = new Named("in the error handler"); } function handle() { return true; } }, "handle"]);
echo "main is done\n";
