/*
 * Between a program and its system, for tests: the wall clock is wrong by so much, and every sync of a file takes so
 * long or fails, or every write at a place of one. A file that the test maps too says how much and with which error,
 * and counts syncs. Loaded with LD_PRELOAD.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct control {
  volatile int64_t clock_ms;
  volatile int64_t sync_ms;
  volatile int64_t syncs;
  volatile int64_t sync_error;
  volatile int64_t write_error;
};

static struct control nothing;
static struct control *control = &nothing;

__attribute__((constructor)) static void attach(void) {
  const char *path = getenv("FAULTY_SYSTEM");
  int file = path == NULL ? -1 : open(path, O_RDWR);
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED) control = mapped;
  close(file);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int failed = (int)syscall(SYS_clock_gettime, clock, now);
  if (failed == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t nanoseconds = now->tv_nsec + (control->clock_ms % 1000) * 1000000;
    now->tv_sec += control->clock_ms / 1000 + (nanoseconds >= 1000000000) - (nanoseconds < 0);
    now->tv_nsec = (nanoseconds + 1000000000) % 1000000000;
  }
  return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec precise;
  (void)zone;
  int failed = clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return failed;
}

time_t time(time_t *at) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (at != NULL) *at = precise.tv_sec;
  return precise.tv_sec;
}

static int sync_slowly(long call, int file) {
  struct timespec wait = {control->sync_ms / 1000, (control->sync_ms % 1000) * 1000000};
  __atomic_add_fetch(&control->syncs, 1, __ATOMIC_RELAXED);
  nanosleep(&wait, NULL);
  errno = (int)control->sync_error;
  return errno == 0 ? (int)syscall(call, file) : -1;
}

int fsync(int file) { return sync_slowly(SYS_fsync, file); }
int fdatasync(int file) { return sync_slowly(SYS_fdatasync, file); }

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
  errno = (int)control->write_error;
  return errno == 0 ? syscall(SYS_pwrite64, file, bytes, length, at) : -1;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) { return pwrite64(file, bytes, length, at); }
