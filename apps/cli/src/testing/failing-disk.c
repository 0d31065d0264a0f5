/* A disk that fails while a program runs: stands before the C library (LD_PRELOAD). The first letter of the file that
   DISK_FAULT names says what fails: s for syncing, with EIO, and r for writing, as on a disk that became read-only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fails(char what) {
  const char *path = getenv("DISK_FAULT");
  char found = 0;
  if (path == NULL) return 0;
  int before = errno;
  long file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
  if (file >= 0) {
    if (syscall(SYS_read, file, &found, 1) != 1) found = 0;
    syscall(SYS_close, file);
  }
  errno = before;
  return found == what;
}

static int fail(int error) {
  errno = error;
  return -1;
}

int fsync(int file) { return fails('s') ? fail(EIO) : (int)syscall(SYS_fsync, file); }

int fdatasync(int file) { return fails('s') ? fail(EIO) : (int)syscall(SYS_fdatasync, file); }

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
  return fails('r') ? fail(EROFS) : syscall(SYS_pwrite64, file, bytes, length, at);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
  return fails('r') ? fail(EROFS) : syscall(SYS_pwrite64, file, bytes, length, at);
}
