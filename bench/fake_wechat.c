/* A WeChat that takes every message and answers 20 ms later, so cheaply that the senders are what is measured.
   gcc -O2 -o fake_wechat fake_wechat.c;  ./fake_wechat PORT
   It writes down how often each person ("o-<number>" in the body) was written to: GET /told says so, POST /forget begins anew;
   a path with "token" gives a token. As much HTTP/1.1 as the senders speak: Content-Length, kept-alive lines, no pipelining. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LATENCY_US = 20000, MOST_LINES = 65536, MOST_BYTES = 8192, MOST_PEOPLE = 10000000, MOST_LATER = 1 << 17, EVENTS = 512 };

typedef struct { unsigned turn; int length; char got[MOST_BYTES]; } Line;
typedef struct { long due; int fd; unsigned turn; long msgid; } Answer;

static Line *lines[MOST_LINES];
static unsigned turns[MOST_LINES];           /* so that an answer never reaches who got the same descriptor later */
static Answer later[MOST_LATER];
static unsigned first, last;
static unsigned char times[MOST_PEOPLE];
static long messages, people, twice;

static long now_us(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000L + time.tv_nsec / 1000;
}

static void say(int fd, const char *text) {
  char answer[512];
  int length = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Type: application/json; encoding=utf-8\r\nContent-Length: %zu\r\n\r\n%s",
                        strlen(text), text);
  if (write(fd, answer, length) != length) shutdown(fd, SHUT_RDWR);
}

static void write_down(const char *body) {
  const char *found = strstr(body, "\"o-");
  long number = found ? atol(found + 3) : 0;
  if (number < 0 || number >= MOST_PEOPLE) return;
  messages++;
  people += times[number] == 0;
  twice += times[number] == 1;
  if (times[number] < 255) times[number]++;
}

static void answer(int fd, Line *line, const char *body) {
  char text[200];
  if (strstr(line->got, "/send?")) {
    write_down(body);
    later[last++ % MOST_LATER] = (Answer){now_us() + LATENCY_US, fd, line->turn, 4000000000000000000L + messages};
    return;
  }
  if (!strncmp(line->got, "POST /forget", 12)) {
    memset(times, 0, sizeof times);
    messages = people = twice = 0;
  }
  snprintf(text, sizeof text, "{\"messages\": %ld, \"people\": %ld, \"twice\": %ld}", messages, people, twice);
  say(fd, strstr(line->got, "token ") ? "{\"access_token\": \"token-of-the-bench\", \"expires_in\": 7200}" : text);
}

static void hang_up(int fd) {
  free(lines[fd]);
  lines[fd] = NULL;
  turns[fd]++;
  close(fd);
}

static void hear(int fd) {
  Line *line = lines[fd];
  long count = read(fd, line->got + line->length, MOST_BYTES - 1 - line->length);
  if (count <= 0) {
    if (count == 0 || errno != EAGAIN) hang_up(fd);
    return;
  }
  line->length += count;
  line->got[line->length] = 0;
  char *end = strstr(line->got, "\r\n\r\n");
  if (!end) return;
  *end = 0;
  const char *said = strcasestr(line->got, "\ncontent-length:");
  int body = said ? atoi(said + 16) : 0;
  if (line->got + line->length < end + 4 + body) {
    *end = '\r';
    return;
  }
  *strchr(line->got, '\r') = 0;                /* the first line alone says what is wanted */
  answer(fd, line, end + 4);
  line->length = 0;
}

static void welcome(int door, int epoll) {
  int fd, one = 1;
  while ((fd = accept4(door, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (fd >= MOST_LINES) { close(fd); continue; }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    lines[fd] = calloc(1, sizeof(Line));
    lines[fd]->turn = turns[fd];
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
}

static void answer_what_is_due(void) {
  char text[100];
  for (long now = now_us(); first != last && later[first % MOST_LATER].due <= now; first++) {
    Answer *one = &later[first % MOST_LATER];
    if (!lines[one->fd] || turns[one->fd] != one->turn) continue;
    snprintf(text, sizeof text, "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":%ld}", one->msgid);
    say(one->fd, text);
  }
}

int main(int count, char **words) {
  int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(count > 1 ? atoi(words[1]) : 0), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct epoll_event event = {.events = EPOLLIN, .data.fd = door}, events[EVENTS];
  setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(door, (struct sockaddr *)&address, sizeof address) || listen(door, 4096)) { perror("fake_wechat"); return 1; }
  epoll_ctl(epoll, EPOLL_CTL_ADD, door, &event);
  for (;;) {
    int ready = epoll_wait(epoll, events, EVENTS, first == last ? -1 : 1);
    for (int n = 0; n < ready; n++) {
      if (events[n].data.fd == door) welcome(door, epoll);
      else if (lines[events[n].data.fd]) hear(events[n].data.fd);
    }
    answer_what_is_due();
  }
}
