/* Keeps the memory of this process out of core dumps. */
#define _GNU_SOURCE

#include "CSystem.h"
#include "spawn.h"

#include <errno.h>
#include <sys/resource.h>

/* Linux gives a dump to a program (core(5), "Piping core dumps") whatever the limit is, except where it is 1. */
#if defined(__linux__)
#define NO_DUMP 1
#else
#define NO_DUMP 0
#endif

static struct rlimit before;
static int is_forbidden;

int csystem_forbid_core_dumps(void) {
  if (is_forbidden) return 0;
  if (getrlimit(RLIMIT_CORE, &before)) return errno;
  struct rlimit limit = {before.rlim_max < NO_DUMP ? before.rlim_max : NO_DUMP, before.rlim_max};
  if (setrlimit(RLIMIT_CORE, &limit)) return errno;
  is_forbidden = 1;
  return 0;
}

void csystem_restore_core_limit(void) {
  if (is_forbidden) setrlimit(RLIMIT_CORE, &before);
}
