/* Limits of a process, set by itself between its start and that of its program. */
#define _GNU_SOURCE

#include "CSystem.h"
#include "spawn.h"

#include <errno.h>
#include <sys/resource.h>

/* A process that has used up its time is told so (SIGXCPU) this many seconds before it is killed. */
#define CPU_GRACE 5

/* Also bounds what the program itself may raise it to; a lower bound that is there already stays. */
static int set_limit(int resource, int64_t value, int grace) {
  struct rlimit current;
  if (getrlimit(resource, &current)) return errno;
  rlim_t wanted = (rlim_t)value;
  struct rlimit limit = {wanted, wanted + grace};
  if (wanted <= current.rlim_max && limit.rlim_max > current.rlim_max) limit.rlim_max = current.rlim_max;
  return setrlimit(resource, &limit) ? errno : 0;
}

static int add_niceness(int number) {
  errno = 0;
  int current = getpriority(PRIO_PROCESS, 0);
  if (errno) return errno;
  int wanted = current + number;
  return setpriority(PRIO_PROCESS, 0, wanted < -20 ? -20 : wanted > 19 ? 19 : wanted) ? errno : 0;
}

int csystem_apply_limits(struct csystem_limits *limits) {
  int error = 0;
  limits->refused = "nice";
  if (limits->nice) error = add_niceness(limits->nice);
  if (error) return error;
  limits->refused = "cpu";
  if (limits->cpu >= 0) error = set_limit(RLIMIT_CPU, limits->cpu, CPU_GRACE);
  if (error) return error;
  limits->refused = "files";
  if (limits->files >= 0) error = set_limit(RLIMIT_NOFILE, limits->files, 0);
  if (error) return error;
  limits->refused = "memory";
  if (limits->memory >= 0) error = set_limit(RLIMIT_AS, limits->memory, 0);
  if (!error) limits->refused = 0;
  return error;
}

/* More would only make the kernel's table larger. */
#define MOST_DESCRIPTORS (1 << 20)

static struct rlimit original_descriptors;
static int has_raised;

int64_t csystem_most_descriptors(void) {
  struct rlimit limit;
  return getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_max > MOST_DESCRIPTORS ? MOST_DESCRIPTORS : (int64_t)limit.rlim_max;
}

void csystem_raise_descriptors(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit)) return;
  if (!has_raised) original_descriptors = limit;
  rlim_t wanted = (rlim_t)csystem_most_descriptors();
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  if (!setrlimit(RLIMIT_NOFILE, &limit)) has_raised = 1;
}

void csystem_lower_descriptors(void) {
  if (has_raised) setrlimit(RLIMIT_NOFILE, &original_descriptors);
}
