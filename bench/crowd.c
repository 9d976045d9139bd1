/* Many phones at once, on one thread: sends prepared HTTP requests and writes down how each was answered.

     crowd closed PORT CONNECTIONS SECONDS REQUESTS ANSWERS [again]   kept-alive connections, each sends when it was answered
     crowd open   PORT COUNT       SECONDS REQUESTS ANSWERS           one new connection a request, at even distances

   REQUESTS holds [uint32 length][bytes] one after the other; each is sent once, or with `again` from the beginning once more.
   ANSWERS gets [uint32 number][uint32 status][uint32 latency us][uint32 answered at us] for each answer, counted from the start.
   When SECONDS are over nothing new is sent, but every answer on its way is waited for (GRACE_S), so that what was answered
   can be compared with what was kept, and the slow ones are in the percentiles. A broken connection is made anew and the
   same request sent again; where nobody listens any more the connection is given up.

   Why not wrk: it drops what is on its way when the time is over, so nothing can be counted afterwards, and it has no open loop. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 32768, EVENTS = 512, GRACE_S = 30, MOST_TRIES = 20 };

typedef struct { uint32_t number, status, latency_us, at_us; } Answer;
typedef struct { int fd, tries; uint32_t number; size_t sent, got; uint64_t began; char *seen; } Line;
typedef struct { const char *bytes; uint32_t length; } Request;

static Request *requests;
static uint32_t request_count, next_request, answer_count, lost;
static Answer *answers;
static size_t answer_room;
static uint64_t start_us, stop_us;
static int poller, open_lines, is_open_loop, is_again;
static struct sockaddr_in address;

static void die(const char *what) {
  fprintf(stderr, "crowd: %s (%s)\n", what, strerror(errno));
  exit(1);
}

static uint64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void read_requests(const char *path) {
  struct stat about;
  int fd = open(path, O_RDONLY);
  if (fd < 0 || fstat(fd, &about) < 0) die(path);
  const char *at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0), *end = at + about.st_size;
  if (at == MAP_FAILED) die(path);
  for (const char *one = at; one < end; request_count++) {
    uint32_t length;
    memcpy(&length, one, 4);
    one += 4 + length;
  }
  requests = calloc(request_count, sizeof *requests);
  for (uint32_t n = 0; n < request_count; n++) {
    memcpy(&requests[n].length, at, 4);
    requests[n].bytes = at + 4;
    at += 4 + requests[n].length;
  }
}

static void note(const Line *line, uint32_t status) {
  uint64_t now = now_us();
  if (answer_count == answer_room) {
    answer_room = answer_room ? answer_room * 2 : 65536;
    if (!(answers = realloc(answers, answer_room * sizeof *answers))) die("memory");
  }
  answers[answer_count++] = (Answer){line->number, status, (uint32_t)(now - line->began), (uint32_t)(now - start_us)};
}

static void hang_up(Line *line) {
  if (line->fd >= 0) close(line->fd);
  line->fd = -1;
}

static void give_up(Line *line) {
  hang_up(line);
  open_lines--;
}

static void dial(Line *line) {
  hang_up(line);
  line->sent = line->got = 0;
  if (line->tries++ > MOST_TRIES) {
    lost++;
    give_up(line);
    return;
  }
  line->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (line->fd < 0) die("socket");
  int on = 1;
  setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct epoll_event event = {EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = line}};
  if (connect(line->fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) die("connect");
  if (epoll_ctl(poller, EPOLL_CTL_ADD, line->fd, &event) < 0) die("epoll_ctl");
}

static void lost_line(Line *line) {
  int why = 0;
  socklen_t size = sizeof why;
  if (line->fd >= 0) getsockopt(line->fd, SOL_SOCKET, SO_ERROR, &why, &size);
  if (why == ECONNREFUSED) {
    lost++;
    give_up(line);
  } else {
    dial(line);
  }
}

/* The rest of the request; -1 when the connection is broken. */
static int push(Line *line) {
  const Request *request = &requests[line->number];
  while (line->sent < request->length) {
    ssize_t n = send(line->fd, request->bytes + line->sent, request->length - line->sent, MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN || errno == ENOTCONN ? 0 : -1;
    line->sent += (size_t)n;
  }
  return 0;
}

/* The next request on a connection that has none under way; 0 when there is nothing more to send. */
static int take_next(Line *line) {
  if (is_again && next_request == request_count) next_request = 0;
  if (next_request == request_count || now_us() >= stop_us) return 0;
  line->number = next_request++;
  line->began = now_us();
  line->sent = line->got = 0;
  return 1;
}

/* The status when the answer is whole, 0 when more is to come. */
static uint32_t whole(Line *line) {
  line->seen[line->got] = 0;
  char *end = strstr(line->seen, "\r\n\r\n");
  if (!end) return 0;
  uint32_t status = (uint32_t)atoi(line->seen + 9);
  if (status == 304 || status == 204) return status;
  char *length = strcasestr(line->seen, "\r\ncontent-length:");
  if (!length || length > end) die("an answer without Content-Length");
  size_t all = (size_t)(end - line->seen) + 4 + (size_t)atol(length + 17);
  if (all >= ROOM) die("an answer larger than the room for it");
  return line->got >= all ? status : 0;
}

/* What came; 1 when the line goes on, 0 when it was hung up or dialled anew. */
static int pull(Line *line) {
  for (;;) {
    ssize_t n = recv(line->fd, line->seen + line->got, ROOM - 1 - line->got, 0);
    if (n < 0 && (errno == EAGAIN || errno == ENOTCONN)) return 1;
    if (n <= 0) return lost_line(line), 0;
    line->got += (size_t)n;
    uint32_t status = whole(line);
    if (!status) continue;
    note(line, status);
    line->tries = 0;
    if (is_open_loop || !take_next(line)) return give_up(line), 0;
    if (push(line) < 0) return lost_line(line), 0;
  }
}

static void attend(Line *line, uint32_t what) {
  if (line->fd < 0) return;
  if (what & (EPOLLERR | EPOLLHUP) && !(what & EPOLLIN)) {
    lost_line(line);
    return;
  }
  if (what & EPOLLOUT && push(line) < 0) {
    lost_line(line);
    return;
  }
  if (what & EPOLLIN) pull(line);
}

static void wait_for_events(int timeout_ms) {
  struct epoll_event events[EVENTS];
  int n = epoll_wait(poller, events, EVENTS, timeout_ms);
  for (int i = 0; i < n; i++) attend(events[i].data.ptr, events[i].events);
}

static void run_closed(Line *lines, int count) {
  for (int i = 0; i < count; i++) {
    if (!take_next(&lines[i])) break;
    open_lines++;
    dial(&lines[i]);
  }
  while (open_lines && now_us() < stop_us + GRACE_S * 1000000ull) wait_for_events(100);
}

static void run_open(Line *lines, int count) {
  uint64_t distance = (stop_us - start_us) / (uint64_t)count;
  int dialled = 0;
  while ((dialled < count || open_lines) && now_us() < stop_us + GRACE_S * 1000000ull) {
    for (; dialled < count && now_us() >= start_us + (uint64_t)dialled * distance; dialled++) {
      lines[dialled].number = (uint32_t)dialled;
      lines[dialled].began = start_us + (uint64_t)dialled * distance;
      open_lines++;
      dial(&lines[dialled]);
    }
    wait_for_events(dialled < count ? 0 : 100);
  }
}

static void write_answers(const char *path) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(answers, sizeof *answers, answer_count, file) != answer_count || fclose(file)) die(path);
}

int main(int argc, char **argv) {
  if (argc < 7) die("closed|open PORT COUNT SECONDS REQUESTS ANSWERS [again]");
  int count = atoi(argv[3]);
  is_open_loop = !strcmp(argv[1], "open");
  is_again = argc > 7;
  struct rlimit files = {65536, 65536};
  setrlimit(RLIMIT_NOFILE, &files);
  read_requests(argv[5]);
  if (!request_count || (is_open_loop && (uint32_t)count > request_count)) die("too few requests");
  address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2])),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  poller = epoll_create1(0);
  Line *lines = calloc((size_t)count, sizeof *lines);
  for (int i = 0; i < count; i++) {
    lines[i].fd = -1;
    if (!(lines[i].seen = malloc(ROOM))) die("memory");
  }
  start_us = now_us();
  stop_us = start_us + (uint64_t)(atof(argv[4]) * 1e6);
  if (is_open_loop) run_open(lines, count);
  else run_closed(lines, count);
  write_answers(argv[6]);
  printf("{\"answered\": %u, \"lost\": %u, \"unanswered\": %d, \"seconds\": %.3f}\n", answer_count, lost, open_lines,
         (double)(now_us() - start_us) / 1e6);
  return 0;
}
