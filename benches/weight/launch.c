/* launch COUNT PROGRAM ARGUMENTS...: runs the program COUNT times, one after the other. For each run it prints
   microseconds of wall clock, microseconds of user and system time, peak resident KiB, and the status of wait4.

   In C, since the peak of a process starts at that of the one that forks it: this one is smaller than all measured. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long microseconds(struct timeval t) { return t.tv_sec * 1000000L + t.tv_usec; }

int main(int count, char **arguments) {
  if (count < 3) return 2;
  for (int left = atoi(arguments[1]); left > 0; left--) {
    struct timespec start, end;
    struct rusage used;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = vfork();
    if (child < 0) return 1;
    if (child == 0) {
      int null = open("/dev/null", O_WRONLY);
      if (null < 0 || dup2(null, 1) < 0) _exit(126);
      execv(arguments[2], arguments + 2);
      _exit(127);
    }
    if (wait4(child, &status, 0, &used) != child) return 1;
    clock_gettime(CLOCK_MONOTONIC, &end);
    long wall = (end.tv_sec - start.tv_sec) * 1000000L + (end.tv_nsec - start.tv_nsec) / 1000;
    printf("%ld %ld %ld %d\n", wall, microseconds(used.ru_utime) + microseconds(used.ru_stime), used.ru_maxrss, status);
  }
  return 0;
}
