package main

func inner(n int) int {
	var a []int
	return a[n]
}

func main() { inner(3) }
