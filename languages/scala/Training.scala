import scala.annotation.tailrec
import scala.collection.mutable
import scala.io.StdIn
import scala.util.{Failure, Success, Try}

/** What programs are commonly made of: the classes that the compiler loads for it are kept in the image, linked. */
sealed trait Shape:
  def area: Double

case class Circle(radius: Double) extends Shape:
  def area = math.Pi * radius * radius

case class Rectangle(width: Double, height: Double) extends Shape:
  lazy val area = width * height

enum Color:
  case Red, Green
  def next = Color.fromOrdinal((ordinal + 1) % Color.values.length)

trait Show[A]:
  extension (a: A) def show: String

given Show[Int] with
  extension (a: Int) def show = s"<$a>"

given [A](using Show[A]): Show[List[A]] with
  extension (list: List[A]) def show = list.map(_.show).mkString("[", ", ", "]")

class Tree[T](value: T)(using order: Ordering[T]):
  private var left, right = Option.empty[Tree[T]]

  def add(other: T): Unit =
    if order.lt(other, value) then left.fold { left = Some(Tree(other)) }(_.add(other))
    else right.fold { right = Some(Tree(other)) }(_.add(other))

  def toList: List[T] = left.toList.flatMap(_.toList) ::: value :: right.toList.flatMap(_.toList)

@tailrec
def gcd(a: Long, b: Long): Long = if b == 0 then a else gcd(b, a % b)

def describe(shape: Shape): String = shape match
  case Circle(radius) if radius > 100 => "large"
  case Circle(radius) => s"circle $radius"
  case Rectangle(width, height) => f"rectangle $width%.1f x $height"

object Training:
  def main(args: Array[String]): Unit =
    val lines = Iterator.continually(StdIn.readLine()).takeWhile(_ != null).toList
    val numbers = for line <- lines; word <- line.split(" "); number <- word.toIntOption yield number
    println(numbers.groupBy(_ % 3).view.mapValues(_.sum).toMap)
    println(numbers.sorted(using Ordering[Int].reverse).take(3).show)
    for shape <- Seq(Circle(2), Rectangle(1, 2)) do println(f"${describe(shape)}%s ${shape.area}%.2f")
    val tree = Tree("m")
    "the quick brown fox".split(" ").foreach(tree.add)
    println(tree.toList.mkString(" ").toUpperCase)
    val queue = mutable.PriorityQueue((gcd(12, 18), 1))
    while queue.nonEmpty do println(queue.dequeue())
    val counts = mutable.Map.empty[String, Int].withDefaultValue(0)
    for word <- args ++ Array("a", "b", "a") do counts(word) += 1
    println(s"${counts.toSeq.sortBy(_._1)} ${Color.Red.next}")
    val grid = Array.ofDim[Int](3, 4)
    for i <- 0 until 3; j <- 0 to 3 if i * j < 4 do grid(i)(j) += i ^ j
    Try("x".toInt) match
      case Success(value) => println(value)
      case Failure(error) => println(error.getMessage)
    try require(args.length > 9, "too few")
    catch case e: IllegalArgumentException => println(e.getMessage)
    val memo = LazyList.iterate(1)(_ * 2).takeWhile(_ < 100).toVector
    println((memo.zipWithIndex.map(_ * _).sum, grid.map(_.sum).toList, Set(1, 2) | Set(3)))
