<?php
class Upper extends php_user_filter
{
    function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($b = stream_bucket_make_writeable($in)) { $b->data = strtoupper($b->data); $consumed += $b->datalen; stream_bucket_append($out, $b); }
        return PSFS_PASS_ON;
    }
    function onClose(): void { echo "filter closed\n"; }
}
class Memory
{
    private static array $files = [];
    private string $path;
    private int $at = 0;
    public $context;
    function stream_open($path, $mode) { $this->path = $path; self::$files[$path] ??= ""; return true; }
    function stream_write($data) { self::$files[$this->path] .= $data; return strlen($data); }
    function stream_read($n) { $s = substr(self::$files[$this->path], $this->at, $n); $this->at += strlen($s); return $s; }
    function stream_eof() { return $this->at >= strlen(self::$files[$this->path]); }
    function stream_stat() { return []; }
    function stream_flush() { return true; }
    function stream_close() { echo "closed $this->path\n"; }
}
stream_filter_register("upper", "Upper");
stream_wrapper_register("mem", "Memory");
file_put_contents("mem://x", "<?php return 'included from memory';");
echo file_get_contents("mem://x"), "\n";
$open = fopen("mem://left-open", "w");
fwrite($open, "data");
$f = fopen("php://memory", "w+");
stream_filter_append($f, "upper", STREAM_FILTER_WRITE);
fwrite($f, "shout");
rewind($f);
echo stream_get_contents($f), " ", file_get_contents("data:text/plain;base64,aGk="), "\n";
file_put_contents("compress.zlib://z.gz", str_repeat("zip", 100));
echo strlen(gzdecode(file_get_contents("z.gz"))), " ", file_get_contents("php://filter/read=string.rot13/resource=data:,Hello"), "\n";
stream_filter_append(STDOUT, "upper", STREAM_FILTER_WRITE);
fwrite(STDOUT, "filtered\n");
echo "main is done\n";
