module example.com/me

go 1.24
