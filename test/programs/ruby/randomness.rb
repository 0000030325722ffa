require "securerandom"
p [rand, Random.rand(10), Random.new_seed, SecureRandom.hex(8), SecureRandom.uuid, Random.bytes(4), Random.urandom(4), [1, 2, 3].shuffle].map(&:class)
p rand != rand, SecureRandom.hex != SecureRandom.hex, Random.seed == Random.seed
srand(42)
p rand(1000), [1, 2, 3, 4, 5].shuffle, Random.new(7).rand(100), [1, 2, 3].sample(random: Random.new(3)), Random.rand(1.0), srand
