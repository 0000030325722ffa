//go:build go1.20

package main

import "fmt"

func main() {
	var f []func()
	for i := 0; i < 3; i++ {
		f = append(f, func() { fmt.Print(i) })
	}
	for _, g := range f {
		g()
	}
}
