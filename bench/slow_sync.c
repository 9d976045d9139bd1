/* Makes every fsync and fdatasync of a program later by SLOW_SYNC_US microseconds, as on a cloud disk.
   gcc -O2 -shared -fPIC -o slow_sync.so slow_sync.c -ldl;  LD_PRELOAD=./slow_sync.so SLOW_SYNC_US=3000 program */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

typedef int (*sync_call)(int);

static void wait_a_little(void) {
  const char *said = getenv("SLOW_SYNC_US");
  long us = said ? atol(said) : 0;
  struct timespec time = {us / 1000000, us % 1000000 * 1000};
  nanosleep(&time, NULL);
}

static int later(sync_call *real, const char *name, int fd) {
  if (!*real) *real = (sync_call)dlsym(RTLD_NEXT, name);
  wait_a_little();
  return (*real)(fd);
}

int fsync(int fd) {
  static sync_call real;
  return later(&real, "fsync", fd);
}

int fdatasync(int fd) {
  static sync_call real;
  return later(&real, "fdatasync", fd);
}
