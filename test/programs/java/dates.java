import java.time.*;
import java.time.format.*;
import java.util.*;

public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(LocalDate.of(2024, 2, 29).plusYears(1) + " " + Duration.ofSeconds(3661) + " " + ZoneId.systemDefault());
        System.out.println(DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.GERMANY).format(LocalDate.of(2024, 3, 1)));
        System.out.println(Instant.ofEpochSecond(0).atZone(ZoneId.of("Asia/Tokyo")) + " " + new java.util.Date(0));
        System.out.println(System.currentTimeMillis() > 1_700_000_000_000L);
        LocalDate.parse("nope");
    }
}
