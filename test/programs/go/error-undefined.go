package main

import "fmt"

func main() {
	fmt.Println(x)
	var y int = "s"
}
