module m

go 1.99
