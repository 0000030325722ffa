package main

func missing() int

func main() { println(missing()) }
