VALUE = 'a package of its own'
