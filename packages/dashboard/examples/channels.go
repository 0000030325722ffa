package main

import (
	"fmt"
	"sync"
)

func main() {
	jobs, squares := make(chan int), make(chan int)

	var workers sync.WaitGroup
	for id := 0; id < 4; id++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for n := range jobs {
				squares <- n * n
			}
		}()
	}
	go func() {
		for n := 1; n <= 100; n++ {
			jobs <- n
		}
		close(jobs)
		workers.Wait()
		close(squares)
	}()

	sum := 0
	for square := range squares {
		sum += square
	}
	fmt.Println("the squares of 1 to 100 add up to", sum)
}
