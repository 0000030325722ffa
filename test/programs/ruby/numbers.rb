p 2 ** 200, 10.fdiv(3), 7 / -2, 7 % -3, 1.0 / 3, 1e400, 0.1 + 0.2, 3.7.round, 2.5.round, 1234567.89.round(-2), 255.to_s(2), "ff".hex
p Rational(3, 6), Complex(1, 2) * Complex(0, 1), 100.digits, 10.pow(20, 7), Integer.sqrt(10 ** 30), 12.gcd(18), (2 ** 64).bit_length
p Float::INFINITY > 10 ** 400, (0.0 / 0).nan?, Float::EPSILON, 1_000_000.to_s.reverse.scan(/\d{1,3}/).join(",").reverse, Math.sin(1), Math::PI
p (1..20).reduce(:*), 100.downto(97).to_a, 1.step(10, 3).to_a, 3.14.rationalize(Rational(1, 100)), 0b1010 & 0b0110
