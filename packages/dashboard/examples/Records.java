import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

public class Main {
    record Book(String title, String author, int year) {}

    public static void main(String[] args) {
        var books = List.of(
            new Book("Emma", "Austen", 1815),
            new Book("Dracula", "Stoker", 1897),
            new Book("Persuasion", "Austen", 1817),
            new Book("Middlemarch", "Eliot", 1871));

        books.stream()
            .collect(Collectors.groupingBy(Book::author))
            .entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getKey()))
            .forEach(entry -> System.out.printf("%-8s %s%n", entry.getKey(),
                entry.getValue().stream().map(Book::title).collect(Collectors.joining(", "))));
    }
}
