package main

func main() { say("two") }
