#!/bin/sh
# Builds the standard library once, and writes down how the go command compiles and links a program that uses it.
set -eu
export GOCACHE="$PWD/cache" GOPATH=/tmp/go XDG_CONFIG_HOME=/tmp/config GOTOOLCHAIN=local GOPROXY=off
go build std
go list -export -deps -f '{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}' std | sed '/^$/d' >link.importcfg
# What a program may import: the go command refuses the others.
grep -vE '^packagefile (vendor|internal)/|/internal[/=]' link.importcfg >compile.importcfg

mkdir /tmp/main
cd /tmp/main
echo 'package main
import "fmt"
func main() { fmt.Println("fits") }' >main.go
go build -x -o a.out main.go 2>said
option() { sed -nE "s|.*/compile .* $1[ =]([^ ]+).*|\1|p" /tmp/main/said; }
grep '^modinfo ' said >>/usr/lib/neuron/go/link.importcfg
tools=$(go env GOTOOLDIR)
lang=$(option -lang)
version=$(option -goversion)
[ -n "$lang" ]
[ -n "$version" ]
cd /usr/lib/neuron/go
# The folder that is trimmed from names has none of the program's files: they keep theirs.
cat >compile.args <<END
$tools/compile
-o
/tmp/main.a
-trimpath
/tmp/go-build=>
-p
main
-lang=$lang
-complete
-buildid
neuron/neuron
-goversion
$version
-c=2
-nolocalimports
-importcfg
$PWD/compile.importcfg
-pack
END
# Without symbols for debuggers, as `go run` links: panics and stack traces do not read them.
cat >link.args <<END
$tools/link
-o
a.out
-importcfg
$PWD/link.importcfg
-buildmode=exe
-buildid=neuron/neuron/neuron/neuron
-extld=gcc
-s
-w
/tmp/main.a
END
go build -o build build.go

# Both ways make programs that run, and the first one without the go command.
cd /tmp/main
rm a.out
PATH=/nowhere /usr/lib/neuron/go/build -- main.go
[ "$(./a.out)" = fits ]
/usr/lib/neuron/go/build -v -- main.go
[ "$(./a.out)" = fits ]
