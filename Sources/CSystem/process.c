/* Starting, watching and reaping processes. Linux extras have fallbacks where the system lacks them. */
#define _GNU_SOURCE

#include "CSystem.h"
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

/* Puts the descriptors in place. One that is in the way of a later one has been moved up by the caller. */
static int add_descriptors(posix_spawn_file_actions_t *actions, const int descriptors[5]) {
  for (int target = 0; target < 5; target++) {
    if (descriptors[target] < 0) continue;
    int error = posix_spawn_file_actions_adddup2(actions, descriptors[target], target);
    if (error) return error;
  }
#if defined(__linux__)
  return posix_spawn_file_actions_addclosefrom_np(actions, descriptors[4] < 0 ? descriptors[3] < 0 ? 3 : 4 : 5);
#else
  return 0;
#endif
}

static int set_attributes(posix_spawnattr_t *attributes, int terminal) {
  short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
#if defined(__APPLE__)
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  if (terminal < 0) {
    flags |= POSIX_SPAWN_SETSID;
  } else {
    flags |= POSIX_SPAWN_SETPGROUP;
  }
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(attributes, &none);
  posix_spawnattr_setsigdefault(attributes, &all);
  posix_spawnattr_setpgroup(attributes, 0);
  return posix_spawnattr_setflags(attributes, flags);
}

static int spawn_posix(const struct csystem_spawn *request, int *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  error = set_attributes(&attributes, request->terminal);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 35)
  if (!error && request->terminal >= 0)
    error = posix_spawn_file_actions_addtcsetpgrp_np(&actions, request->terminal);
#endif
  if (!error) error = posix_spawn_file_actions_addchdir_np(&actions, request->directory);
  if (!error) error = add_descriptors(&actions, request->descriptors);
  pid_t child = 0;
  if (!error)
    error = posix_spawn(&child, request->path, &actions, &attributes, request->arguments,
                        request->environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  *pid = child;
  return error;
}

int csystem_spawn(const struct csystem_spawn *request, int *pid, int *handle) {
  *handle = -1;
#if defined(__linux__)
  int error = csystem_spawn_clone(request, pid, handle);
  if (error != EINVAL && error != ENOSYS) return error;
  *handle = -1;
#endif
  /* posix_spawn has no limits, and to do without them would be to ignore what was asked for. */
  if (request->limits) {
    request->limits->refused = "*";
    return ENOTSUP;
  }
  /* Such a child has pyflow's own limit, so pyflow has the one it was started with meanwhile. */
  csystem_lower_descriptors();
  int result = spawn_posix(request, pid);
  csystem_raise_descriptors();
  return result;
}

int csystem_pipe(int ends[2]) {
#if defined(__linux__)
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends)) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

void csystem_become_subreaper(void) {
#if defined(__linux__)
  prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
}

int csystem_reap(int pid, struct csystem_exit *result) {
  int status;
  struct rusage usage;
  pid_t reaped;
  do reaped = wait4(pid, &status, WNOHANG, &usage);
  while (reaped < 0 && errno == EINTR);
  if (reaped <= 0) return reaped;
  result->code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  result->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  result->cpu_us = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * (int64_t)1000000 +
                   usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
#if defined(__APPLE__)
  result->peak_kib = usage.ru_maxrss / 1024;
#else
  result->peak_kib = usage.ru_maxrss;
#endif
  return 1;
}

int csystem_has_stopped(int pid) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  return waitid(P_PID, (id_t)pid, &info, WSTOPPED | WNOHANG) == 0 && info.si_pid == pid;
}

void csystem_reap_group(int group) {
  while (waitpid(-group, NULL, WNOHANG) > 0) {}
}

int csystem_reap_stranger(const int *known, size_t count) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT)) {
#if defined(__linux__)
    if (errno == ECHILD) return -1;
#endif
    return 0;
  }
  if (info.si_pid == 0) return 0;
  for (size_t i = 0; i < count; i++)
    if (known[i] == info.si_pid) return 0;
  waitpid(info.si_pid, NULL, WNOHANG);
  return info.si_pid;
}
