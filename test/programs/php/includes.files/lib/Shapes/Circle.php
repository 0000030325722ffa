<?php
namespace Shapes;
class Circle { function __construct(private float $r) {} function describe(): string { return __METHOD__ . " " . number_format(M_PI * $this->r ** 2, 3); } }
