package main

import "example.com/thing"

func main() { thing.X() }
