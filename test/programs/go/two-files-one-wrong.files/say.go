package main

func say(s string) { nope(s) }
