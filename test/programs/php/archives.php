<?php
$tar = new PharData("x.tar");
$tar["a.txt"] = "content";
$tar->addFromString("d/b.txt", "more");
unset($tar);
echo file_get_contents("phar:///work/x.tar/d/b.txt"), " ", count(new PharData("x.tar")), "\n";
try { new Phar("new.phar"); $p = new Phar("new.phar"); $p["x"] = "y"; } catch (Exception $e) { echo get_class($e), " ", $e->getMessage(), "\n"; }
var_dump((new finfo(FILEINFO_MIME))->buffer("\x89PNG\r\n\x1a\n"), strlen(gzcompress(str_repeat("a", 1000))), gzinflate(gzdeflate("x")), exif_read_data("data:image/jpeg;base64,") ?? null);
