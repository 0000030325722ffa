package main

import (
	"fmt"
	"os"
)

func main() { fmt.Fprintln(os.Stderr, "err"); os.Exit(7) }
