<?php
enum Suit: string { case Hearts = "H"; case Spades = "S"; const Wild = self::Spades; static function random(): self { return self::Hearts; } function label(): string { return ucfirst(strtolower($this->name)); } }
readonly class Point { function __construct(public int $x = 0, public int $y = 0) {} function with(int ...$c): static { return new static(...[...get_object_vars($this), ...$c]); } }
trait Counts { private static int $n = 0; public static function next(): int { return ++self::$n; } abstract function id(): int; }
abstract class Base { use Counts; public function __toString(): string { return static::class . "#" . $this->id(); } public function __call($n, $a) { return "$n(" . implode(",", $a) . ")"; } public static function __callStatic($n, $a) { return "static $n"; } }
$anonymous = new class extends Base { private array $data = []; public function id(): int { return self::next(); } public function __get($n) { return $this->data[$n] ?? "no $n"; } public function __set($n, $v) { $this->data[$n] = $v; } };
echo strstr($anonymous, "\0", true), " ", $anonymous->anything(1, 2), " ", $anonymous::other(), " ", $anonymous->x, "\n";
$anonymous->x = 5;
echo $anonymous->x, " ", (new Point(1, 2))->with(y: 9)->y, " ", Suit::from("S")->label(), " ", Suit::tryFrom("X")?->label() ?? "none", "\n";
$point = new Point;
try { $point->x = 1; } catch (Error $e) { echo $e->getMessage(), "\n"; }
echo match (true) { 5 > 10 => "a", default => "b" }, "\n";
try { echo match (99) { 1 => 2 }; } catch (\UnhandledMatchError $e) { echo $e->getMessage(), "\n"; }
function gen() { $x = yield 1; echo "received $x\n"; yield from [2, 3]; return 4; }
$g = gen();
echo $g->current();
echo $g->send("sent");
foreach ($g as $v) echo $v;
echo $g->getReturn(), "\n";
$fiber = new Fiber(function (int $a): string { $b = Fiber::suspend($a * 2); echo "resumed with $b\n"; return "done"; });
echo $fiber->start(21), "\n";
$fiber->resume("it");
echo $fiber->getReturn(), "\n";
[$a, [, "k" => $b]] = [1, [0, "k" => 2]];
[$a, $b] = [$b, $a];
$strlen = strlen(...);
echo $a, $b, $strlen("four"), (fn($x) => $x ** 2)(7), "\n";
$compose = fn(callable ...$f) => fn($x) => array_reduce($f, fn($acc, $fn) => $fn($acc), $x);
echo $compose('trim', strrev(...), fn($s) => $s . "!")("  abc "), "\n";
static fn() => isset($this);
class Hooked { public string $name { set(string $v) => strtoupper($v); get => $this->name . "?"; } public private(set) int $n = 1; }
$h = new Hooked;
$h->name = "hook";
echo $h->name, "\n";
try { $h->n = 2; } catch (Error $e) { echo $e->getMessage(), "\n"; }
#[Attribute] class Route { function __construct(public string $path) {} }
#[Route("/home")] function home() {}
echo (new ReflectionFunction("home"))->getAttributes()[0]->newInstance()->path, "\n";
echo $undefined?->foo?->bar ?? "null-safe", "\n";
