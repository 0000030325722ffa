// What programs are commonly made of: the classes that are loaded for it are kept in the image, linked.
import groovy.transform.CompileStatic
import groovy.transform.Immutable

@Immutable
class Point { int x; int y }

enum Color { RED, GREEN }

interface Shape { double area() }

class Circle implements Shape {
    double radius
    double area() { Math.PI * radius ** 2 }
    String toString() { "circle ${radius}" }
}

@CompileStatic
static long gcd(long a, long b) { b == 0 ? a : gcd(b, a % b) }

def numbers = System.in.readLines().collectMany { it.split(' ') as List }.findAll { it.isInteger() }*.toInteger()
println numbers.groupBy { it % 3 }.collectEntries { k, v -> [k, v.sum()] }
println numbers.sort(false) { -it }.take(3).join(', ')
def shape = new Circle(radius: 2)
printf('%s %.2f%n', shape, shape.area())
println new Point(1, 2).toString() + Color.RED.next()
def counts = [:].withDefault { 0 }
"the quick brown fox".each { counts[it]++ }
println counts.findAll { k, v -> v > 1 }
for (i in 0..<3) print "${i * i} "
println gcd(12, 18)
switch (shape) {
    case Circle: println 'round'; break
    default: println 'other'
}
try {
    assert args.length > 9
} catch (AssertionError e) {
    println e.message.readLines().first()
}
def text = '''lines
of text'''
println((text =~ /\w+/).collect { it }.inject('') { all, word -> all + word[0] } + (null ?: 'none') + [1, 2, 3].sum())
