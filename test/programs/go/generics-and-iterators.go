package main

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
)

func top[T cmp.Ordered](s []T) T { return slices.Max(s) }
func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func main() {
	for i := range count(3) {
		fmt.Print(i, " ")
	}
	fmt.Println(top([]string{"a", "c", "b"}), slices.Sorted(maps.Keys(map[int]bool{2: true, 1: true})))
}
