/*
 * Starting processes on Linux with clone(CLONE_VM | CLONE_VFORK | CLONE_PIDFD).
 *
 * posix_spawn resets all 64 signals one by one and asks for a limit at every step: about 130 system calls a
 * process, where this makes 20. The child shares the parent's memory until it executes the program, so it
 * calls nothing but system calls, on a stack of its own, with every signal blocked until the handlers of the
 * parent are gone.
 */
#if defined(__linux__)
#define _GNU_SOURCE

#include "CSystem.h"
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * The thread sanitizer takes every clone for a fork of one thread, and what the child does with signals for the
 * parent's doing. By these names it does not see them.
 */
#define child_sigaction sigaction
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
int __clone(int (*function)(void *), void *stack, int flags, void *argument, ...);
int __sigaction(int number, const struct sigaction *action, struct sigaction *before);
#undef child_sigaction
#define child_sigaction __sigaction
#define clone __clone
#endif
#endif

#define STACK_SIZE (64 << 10)

struct child {
  const struct csystem_spawn *request;
  const int *signals; /* those that do not have their default action */
  int signal_count;
  volatile int error;
};

#define CLOSE_ON_EXEC 4 /* CLOSE_RANGE_CLOEXEC, since Linux 5.11 */

/*
 * Puts the descriptors in place; the program gets no others.
 *
 * They are closed by its start, and no earlier: a run's lock is free only when nobody is left who could become one of its
 * processes (docs/decisions/0019).
 */
static int arrange_descriptors(const int descriptors[5]) {
  for (int target = 0; target < 5; target++) {
    int source = descriptors[target];
    if (source < 0) continue;
    /* dup2 of a descriptor to itself would leave it to be closed on exec. */
    if (source == target ? fcntl(source, F_SETFD, 0) < 0 : dup2(source, target) < 0) return errno;
  }
  unsigned first = descriptors[4] < 0 ? descriptors[3] < 0 ? 3 : 4 : 5;
#if defined(SYS_close_range)
  if (syscall(SYS_close_range, first, ~0u, CLOSE_ON_EXEC) == 0) return 0;
  if (syscall(SYS_close_range, first, ~0u, 0) == 0) return 0;
#endif
  long limit = sysconf(_SC_OPEN_MAX);
  for (int number = (int)first; number < limit; number++) close(number);
  return 0;
}

/* A session of its own, or the terminal's foreground. */
static int arrange_session(int terminal) {
  if (terminal < 0) return setsid() < 0 ? errno : 0;
  if (setpgid(0, 0) < 0) return errno;
  /* SIGTTOU is blocked, so that this does not stop the process. */
  tcsetpgrp(terminal, getpid());
  return 0;
}

static int run_child(void *argument) {
  struct child *child = argument;
  const struct csystem_spawn *request = child->request;
  int error = arrange_session(request->terminal);
  struct sigaction standard = {.sa_handler = SIG_DFL};
  for (int i = 0; i < child->signal_count; i++) child_sigaction(child->signals[i], &standard, NULL);
  if (!error && chdir(request->directory) < 0) error = errno;
  if (!error) error = arrange_descriptors(request->descriptors);
  csystem_restore_core_limit();
  csystem_lower_descriptors();
  if (!error && request->limits) error = csystem_apply_limits(request->limits);
  if (!error) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(request->path, request->arguments, request->environment);
    error = errno;
  }
  child->error = error;
  /* Not _exit, which a sanitizer would take for the end of pyflow. */
  syscall(SYS_exit_group, 127);
  return 127;
}

/* The signals that are caught or ignored; a program would inherit the ignored ones. */
static int signals[64], signal_count;

/* pyflow sets its handlers before it starts anything, and never changes them. */
static void note_signals(void) {
  for (int number = 1; number < 65; number++) {
    struct sigaction action;
    if (number == SIGKILL || number == SIGSTOP || sigaction(number, NULL, &action)) continue;
    if (action.sa_handler != SIG_DFL && !csystem_is_harmless(action.sa_handler)) signals[signal_count++] = number;
  }
}

int csystem_spawn_clone(const struct csystem_spawn *request, int *pid, int *handle) {
  static pthread_once_t noted = PTHREAD_ONCE_INIT;
  pthread_once(&noted, note_signals);
  /* One for each child: several threads may start some at once. */
  char *stack = malloc(STACK_SIZE);
  if (!stack) return ENOMEM;

  struct child child = {request, signals, signal_count, 0};
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  int number = clone(run_child, stack + STACK_SIZE, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD,
                     &child, handle);
  int error = number < 0 ? errno : child.error;
  sigprocmask(SIG_SETMASK, &before, NULL);
  /* It has executed its program, or is gone. */
  free(stack);
  if (number < 0) return error;
  if (error) {
    close(*handle);
    while (waitpid(number, NULL, 0) < 0 && errno == EINTR) {}
    return error;
  }
  fcntl(*handle, F_SETFD, FD_CLOEXEC);
  *pid = number;
  return 0;
}

#endif
