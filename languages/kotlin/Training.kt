import java.util.PriorityQueue

/** What programs are commonly made of: the classes that the compiler loads for it are kept in the image, linked. */
sealed interface Shape {
    val area: Double
}

data class Circle(val radius: Double) : Shape {
    override val area get() = Math.PI * radius * radius
}

data class Rectangle(val width: Double, val height: Double) : Shape {
    override val area by lazy { width * height }
}

enum class Color { RED, GREEN;
    fun next() = entries[(ordinal + 1) % entries.size]
}

object Registry {
    private val names = mutableMapOf<String, MutableList<Int>>()

    operator fun plusAssign(entry: Pair<String, Int>) {
        names.getOrPut(entry.first) { mutableListOf() }.add(entry.second)
    }

    override fun toString() = names.entries.sortedBy { it.key }.joinToString { (k, v) -> "$k=$v" }
}

class Tree<T : Comparable<T>>(private val value: T) {
    private var left: Tree<T>? = null
    private var right: Tree<T>? = null

    fun add(other: T) {
        if (other < value) left?.add(other) ?: run { left = Tree(other) }
        else right?.add(other) ?: run { right = Tree(other) }
    }

    fun walk(): Sequence<T> = sequence {
        left?.let { yieldAll(it.walk()) }
        yield(value)
        right?.let { yieldAll(it.walk()) }
    }
}

tailrec fun gcd(a: Long, b: Long): Long = if (b == 0L) a else gcd(b, a % b)

fun describe(shape: Shape): String = when (shape) {
    is Circle -> if (shape.radius > 100) "large" else "circle ${shape.radius}"
    is Rectangle -> "rectangle ${shape.width} x ${shape.height}"
}

fun String.shout() = uppercase() + "!"

fun main(args: Array<String>) {
    val lines = generateSequence(::readLine).toList()
    val numbers = lines.flatMap { it.split(" ") }.mapNotNull { it.trim().toIntOrNull() }
    println(numbers.groupBy { it % 3 }.mapValues { (_, v) -> v.sum() }.toSortedMap())
    println(numbers.sortedDescending().take(3).joinToString(", ", "[", "]"))
    for (shape in listOf(Circle(2.0), Rectangle(1.0, 2.0))) println("%s %.2f".format(describe(shape), shape.area))
    val tree = Tree("m")
    "the quick brown fox".split(" ").forEach(tree::add)
    println(tree.walk().joinToString(" ").shout())
    val queue = PriorityQueue<Pair<Long, Int>>(compareBy({ it.first }, { it.second }))
    queue.add(gcd(12, 18) to 1)
    while (queue.isNotEmpty()) println(queue.poll())
    Registry += "one" to 1
    println("$Registry ${Color.RED.next()}")
    val grid = Array(3) { IntArray(4) { 0 } }
    outer@ for (i in 0 until 3) for (j in 0..3) {
        if (i * j > 4) break@outer
        grid[i][j] += i xor j
    }
    try {
        require(args.size > 9) { "too few" }
    } catch (e: IllegalArgumentException) {
        println(e.message)
    } finally {
        System.out.flush()
    }
    val text = buildString { repeat(3) { append(it).append(' ') } }
    println(text.trim() to grid.sumOf { it.sum() })
}
