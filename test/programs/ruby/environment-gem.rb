p Gem.dir, Gem.path.first
