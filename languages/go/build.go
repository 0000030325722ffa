// Command build is what `go build -o a.out` is, and faster for what most programs are: files of one folder that import
// the standard library alone. Those it hands to the compiler and the linker itself, with the packages that were built
// with the image. Whatever else there is, and whatever either of them refuses, is left to the go command: its are all
// messages, too.
//
//	build [FLAG]... -- ENTRY.go [FILE.go]...
package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

const (
	here   = "/usr/lib/neuron/go/"
	object = "/tmp/main.a"
	// A machine's CPUs are not a sandbox's, and each may become a thread, of which a run has few.
	mostCPUs = 4
)

func main() {
	divider := slices.Index(os.Args, "--")
	if divider < 0 || divider+1 == len(os.Args) {
		os.Exit(2)
	}
	flags, files := os.Args[1:divider], os.Args[divider+1:]
	os.Setenv("GOMAXPROCS", strconv.Itoa(min(runtime.NumCPU(), mostCPUs)))
	if len(flags) == 0 && isPlain(files) && direct(files) {
		return
	}
	os.Remove(object)
	goBuild(flags, files)
}

// isPlain tells whether the go command would do no more than to compile these files and to link them: no module, no
// profile, no constraint or setting in a file, none left out for its name.
func isPlain(files []string) bool {
	for _, name := range []string{"go.mod", "go.work", "default.pgo"} {
		if _, err := os.Lstat(name); err == nil {
			return false
		}
	}
	for _, file := range files {
		if strings.ContainsAny(file, "/_") || strings.HasPrefix(file, ".") || !strings.HasSuffix(file, ".go") {
			return false
		}
		text, err := os.ReadFile(file)
		if err != nil || hasDirective(text) {
			return false
		}
	}
	return true
}

func hasDirective(text []byte) bool {
	for _, mark := range []string{"//go:build", "//go:debug", "//go:embed", "+build", `"C"`} {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	return false
}

func direct(files []string) bool {
	compile := lines("compile")
	for _, file := range files {
		compile = append(compile, "./"+file) // as the go command names them: they are in stack traces
	}
	return run(compile) && run(lines("link")) && os.Remove(object) == nil
}

// lines gives the command that was written down when the image was built, an argument a line.
func lines(name string) []string {
	text, err := os.ReadFile(here + name + ".args")
	if err != nil {
		panic(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

func run(command []string) bool {
	tool := exec.Command(command[0], command[1:]...)
	// The linker writes it into the program: <root>/pkg/tool/<platform>/<tool>.
	tool.Env = append(os.Environ(), "GOROOT="+filepath.Join(command[0], "../../../.."))
	return tool.Run() == nil
}

// goBuild becomes the go command. In a module it builds the package of the entry, otherwise the entry and what lies beside it.
func goBuild(flags, files []string) {
	os.Setenv("GOCACHE", here+"cache")
	os.Setenv("GOPATH", "/tmp/go")
	os.Setenv("XDG_CONFIG_HOME", "/tmp/config")
	os.Setenv("GOTOOLCHAIN", "local")
	os.Setenv("GOPROXY", "off")
	folder := filepath.Dir(files[0])
	command := append([]string{"go", "build", "-o", "a.out"}, flags...)
	if _, err := os.Lstat("go.mod"); err == nil {
		command = append(command, "./"+folder)
	} else {
		for i, file := range files {
			if i == 0 || filepath.Dir(file) == folder && !strings.HasSuffix(file, "_test.go") {
				command = append(command, file)
			}
		}
	}
	syscall.Exec("/usr/bin/go", command, os.Environ())
	os.Exit(127)
}
