<?php
var_dump(setlocale(LC_ALL, 0), setlocale(LC_ALL, ""), setlocale(LC_ALL, 0), setlocale(LC_CTYPE, "C.UTF-8"), setlocale(LC_ALL, "de_DE.UTF-8"), localeconv()["decimal_point"], sprintf("%.2f", 1.5), gettext("untranslated"), strtolower("É"), ctype_alpha("é"), nl_langinfo(CODESET));
