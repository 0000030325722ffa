//go:build wanted

package main

func main() { println("wanted") }
