<?php
var_dump(PHP_VERSION, PHP_SAPI, php_sapi_name(), PHP_BINARY, PHP_OS, PHP_INT_MAX, PHP_FLOAT_DIG, PHP_ZTS, PHP_DEBUG, PHP_EXTENSION_DIR, PHP_CLI_PROCESS_TITLE);
var_dump(php_ini_loaded_file(), php_ini_scanned_files(), get_cfg_var("cfg_file_path"), get_include_path(), zend_version(), gc_enabled());
print_r(get_loaded_extensions());
print_r(get_loaded_extensions(true));
print_r(stream_get_wrappers());
print_r(stream_get_filters());
print_r(stream_get_transports());
var_dump(opcache_get_status(), function_exists("opcache_compile_file"));
foreach (ini_get_all(null, false) as $name => $value) echo $name, "=", var_export($value, true), "\n";
