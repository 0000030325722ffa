<?php
$s = "Ünïcödé 🦊 日本語 ẞ";
var_dump(strlen($s), mb_strlen($s), mb_strtoupper($s), mb_substr($s, 8, 3), mb_str_split("añ🦊"), mb_internal_encoding());
var_dump(preg_match_all('/\p{Lu}/u', $s, $m), $m, preg_split('//u', "aé🦊", -1, PREG_SPLIT_NO_EMPTY), preg_match('/./u', "\xff"), preg_last_error_msg());
var_dump(json_encode($s), json_encode($s, JSON_UNESCAPED_UNICODE), htmlentities("é<"), utf8_decode("é") === "\xe9");
var_dump(iconv("UTF-8", "ISO-8859-1//TRANSLIT", "é€"), mb_convert_encoding("é", "UTF-16BE", "UTF-8"), mb_detect_encoding("\xe9", ["UTF-8", "ISO-8859-1"]), mb_strwidth("日本"), ucfirst("élan"), strtoupper("é"));
file_put_contents("ünï 🦊.txt", $s);
print_r(glob("*.txt"));
