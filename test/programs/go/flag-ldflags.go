package main

var version = "unset"

func main() { println(version) }
