package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

func main() {
	_, file, line, _ := runtime.Caller(0)
	fmt.Println(file, line, runtime.Version(), runtime.GOROOT())
	info, ok := debug.ReadBuildInfo()
	fmt.Println(ok, info)
	fmt.Println(string(debug.Stack()[:9]))
}
