/*
 * Clients that send one HTTP request after the other, each over a connection of its own that is kept alive: the counterpart
 * of spawn-timer.c, so that neither side of a comparison pays for more than its programs.
 *
 *   clients HOST PORT CLIENTS REQUEST EXPECTED
 *
 * REQUEST and EXPECTED are files: the bytes of the whole request; what an answer must have in it, one text after the
 * other, each ended by a NUL. Any other answer ends the program with an error. Commands on stdin, one a line:
 *
 *   serve MS   -> NS, then what each answer took in NS, on one line
 *   once       -> NS: the first client sends REQUEST, as it is by now
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MOST_CLIENTS 1024
#define MOST_BYTES (1 << 20)
/* Longer than any wait that the service allows. */
#define ANSWER_SECONDS 120

struct text {
    char *bytes;
    size_t length;
};

static struct client {
    char *answer;
    size_t length, size;
    long long sent_ns; /* 0: it waits for nothing */
} clients[MOST_CLIENTS];

static struct pollfd sockets[MOST_CLIENTS];
static int client_count;
static struct text request, expected;
static long long *times;
static size_t time_count, time_room;

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "clients: %s: %s\n", what, strerror(errno));
    exit(1);
}

static _Noreturn void wrong(const char *what, const struct client *client)
{
    fprintf(stderr, "clients: %s: %.*s\n", what, (int)client->length, client->answer);
    exit(1);
}

static long long now_ns(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void read_file(struct text *text, const char *path)
{
    if (!text->bytes) text->bytes = malloc(MOST_BYTES);
    FILE *file = fopen(path, "rb");
    if (!file || !text->bytes) fail(path);
    text->length = fread(text->bytes, 1, MOST_BYTES, file);
    if (text->length == MOST_BYTES) fail("too large");
    fclose(file);
}

static int open_socket(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
    int one = 1;
    struct timeval longest = {.tv_sec = ANSWER_SECONDS};
    if (getaddrinfo(host, port, &hints, &found) != 0) fail(host);
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, found->ai_addr, found->ai_addrlen) != 0) fail("connect");
    if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0) fail("setsockopt");
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest) != 0) fail("setsockopt");
    freeaddrinfo(found);
    return fd;
}

static void send_request(int which)
{
    clients[which].length = 0;
    clients[which].sent_ns = now_ns();
    for (size_t done = 0; done < request.length;) {
        ssize_t n = send(sockets[which].fd, request.bytes + done, request.length - done, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR) fail("send");
        if (n > 0) done += (size_t)n;
    }
}

static void note_time(long long ns)
{
    if (time_count == time_room) {
        time_room = time_room ? 2 * time_room : 4096;
        times = realloc(times, time_room * sizeof *times);
        if (!times) fail("memory");
    }
    times[time_count++] = ns;
}

/* Whether it is there as a whole. The answer ends with a NUL. */
static int is_whole(const struct client *client)
{
    const char *body = strstr(client->answer, "\r\n\r\n");
    if (!body) return 0;
    const char *length = strcasestr(client->answer, "\r\ncontent-length:");
    if (!length || length > body) wrong("an answer without a length", client);
    return client->length >= (size_t)(body + 4 - client->answer) + strtoul(length + 17, NULL, 10);
}

static void check(const struct client *client)
{
    if (strncmp(client->answer, "HTTP/1.1 200 ", 13) != 0) wrong("not 200", client);
    for (size_t at = 0; at < expected.length; at += strlen(expected.bytes + at) + 1)
        if (!strstr(client->answer, expected.bytes + at)) wrong("another answer than expected", client);
}

/* Returns 1 when the answer has come. */
static int receive(int which)
{
    struct client *client = &clients[which];
    if (client->length + 4096 > client->size) {
        client->size = client->size ? 2 * client->size : 16384;
        client->answer = realloc(client->answer, client->size);
        if (!client->answer || client->size > MOST_BYTES) fail("an answer's memory");
    }
    ssize_t n = recv(sockets[which].fd, client->answer + client->length, client->size - client->length - 1, 0);
    if (n < 0 && errno == EINTR) return 0;
    if (n < 0) fail("recv");
    if (n == 0) wrong("the service closed the connection", client);
    client->length += (size_t)n;
    client->answer[client->length] = 0;
    if (!is_whole(client)) return 0;
    note_time(now_ns() - client->sent_ns);
    client->sent_ns = 0;
    check(client);
    return 1;
}

static void serve(long ms)
{
    long long begun = now_ns(), until = begun + ms * 1000000LL;
    int waiting = client_count;
    time_count = 0;
    for (int i = 0; i < client_count; i++) send_request(i);
    while (waiting > 0) {
        int ready = poll(sockets, (nfds_t)client_count, ANSWER_SECONDS * 1000);
        if (ready < 0 && errno != EINTR) fail("poll");
        if (ready == 0) wrong("no answer", &clients[0]);
        for (int i = 0; i < client_count; i++) {
            if (!sockets[i].revents || !receive(i)) continue;
            if (now_ns() < until) send_request(i);
            else waiting--;
        }
    }
    printf("%lld", now_ns() - begun);
    for (size_t i = 0; i < time_count; i++) printf(" %lld", times[i]);
    printf("\n");
    fflush(stdout);
}

static void once(const char *request_file)
{
    read_file(&request, request_file);
    time_count = 0;
    send_request(0);
    while (!receive(0)) {
    }
    printf("%lld\n", times[0]);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    char line[64];
    long ms;
    client_count = argc == 6 ? atoi(argv[3]) : 0;
    if (client_count < 1 || client_count > MOST_CLIENTS) {
        fprintf(stderr, "usage: clients HOST PORT CLIENTS REQUEST EXPECTED\n");
        return 2;
    }
    read_file(&request, argv[4]);
    read_file(&expected, argv[5]);
    for (int i = 0; i < client_count; i++) sockets[i] = (struct pollfd){open_socket(argv[1], argv[2]), POLLIN, 0};
    while (fgets(line, sizeof line, stdin)) {
        if (strcmp(line, "once\n") == 0) {
            once(argv[4]);
        } else if (sscanf(line, "serve %ld", &ms) == 1) {
            serve(ms);
        } else {
            fprintf(stderr, "clients: unknown command\n");
            return 2;
        }
    }
    return 0;
}
