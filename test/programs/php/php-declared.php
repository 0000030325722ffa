<?php
foreach (get_defined_constants(true) as $group => $constants)
    foreach ($constants as $name => $value) echo "$group $name ", is_resource($value) ? (string)$value : var_export($value, true), "\n";
echo implode("\n", get_declared_classes()), "\n", implode(" ", get_declared_interfaces()), "\n";
echo count(get_defined_functions()["internal"]), " ", md5(implode(",", get_defined_functions()["internal"])), " ", count(get_defined_functions()["user"]), "\n";
echo implode(",", array_keys(get_defined_vars())), "\n";
echo implode(",", array_keys($GLOBALS)), "\n";
foreach (get_resources() as $id => $r) echo $id, " ", get_resource_type($r), "\n";
