<?php
interface Shape { function area(): float; }
echo "never printed\n";
final class Square implements Shape { }
