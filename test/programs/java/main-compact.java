void main(String[] args) {
    IO.println("compact " + args.length + " " + name());
    IO.println(List.of(1, 2).reversed());
}

String name() {
    return getClass().getName();
}
