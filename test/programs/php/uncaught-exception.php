<?php
namespace App\Deep;

class Problem extends \RuntimeException {}

function outer(array $list, ?object $o = null) { inner("a string that is quite long", 1.5, $list); }
function inner(string $s, float $f, array $list)
{
    try {
        throw new \LogicException("the cause", 5);
    } catch (\LogicException $cause) {
        throw new Problem("it failed with ünicode", 7, $cause);
    }
}
outer([1, 2], new \stdClass);
