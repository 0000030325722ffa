package main

import "errors"

func main() {
	done := make(chan bool)
	go func() { panic(errors.New("gone")) }()
	<-done
}
