<?php
var_dump(date_default_timezone_get(), date("Y-m-d H:i:s", 86400 * 365), mktime(0, 0, 0, 1, 1, 2000), gmdate(DATE_ATOM, 1e9));
$d = new DateTimeImmutable("2024-02-29 12:00", new DateTimeZone("Europe/Berlin"));
foreach (["+1 year", "last day of next month", "monday", "-1 sec"] as $m) echo $d->modify($m)->format(DATE_RFC2822), "\n";
echo $d->diff(new DateTimeImmutable("2025-03-31 UTC"))->format("%R %y %m %d %h %a"), "\n";
foreach (new DatePeriod($d, new DateInterval("P1W"), 3) as $w) echo $w->format("D W o "), "";
echo "\n", strtotime("2021-03-28 02:30 Europe/Paris"), " ", count(timezone_identifiers_list()) > 400 ? "many" : "few", "\n";
print_r((new DateTimeZone("America/New_York"))->getTransitions(1700000000, 1720000000));
$t = hrtime(true);
usleep(20000);
var_dump(hrtime(true) - $t > 19e6, hrtime(true) - $t < 5e9, microtime(true) - $_SERVER["REQUEST_TIME_FLOAT"] < 5, time() - $_SERVER["REQUEST_TIME"] < 5);
print_r(date_parse("2006-12-12 10:00:00.5 +1 week +1 hour"));
