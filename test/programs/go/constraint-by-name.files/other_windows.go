package main

import "fmt"

func init() { fmt.Println("windows") }
