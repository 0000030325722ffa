p Dir.home, File.expand_path("~/x"), Gem.user_dir.start_with?(Dir.home)
