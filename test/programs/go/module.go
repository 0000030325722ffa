package main

import (
	"example.com/me/inner"
	"fmt"
)

func main() { fmt.Println(inner.Name()) }
