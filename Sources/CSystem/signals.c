/* Signals that pyflow gets: forwarded to its poll loop, or survived. */
#define _GNU_SOURCE
#include "CSystem.h"
#include "spawn.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

/* A careless parent may have left signals blocked. */
static void unblock(const int *signals, size_t count) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < count; i++) sigaddset(&set, signals[i]);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static volatile sig_atomic_t signal_descriptor = -1;

/* Only writes a byte: everything else is the poll loop's. */
static void forward(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(signal_descriptor, &byte, 1);
  (void)written;
  errno = saved;
}

int csystem_forward_signals(int descriptor, const int *signals, size_t count) {
  signal_descriptor = descriptor;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = forward;
  action.sa_flags = SA_RESTART;
  sigfillset(&action.sa_mask);
  for (size_t i = 0; i < count; i++) {
    if (sigaction(signals[i], &action, NULL)) return -1;
  }
  unblock(signals, count);
  return 0;
}

/* Nothing: but a `poll` that waits returns. */
static void survive(int number) { (void)number; }

/* Catching them is enough: a program that is started has the default actions again. */
static int catch_quietly(int number) {
  struct sigaction action;
  if (sigaction(number, NULL, &action)) return -1;
  if (action.sa_handler != SIG_DFL) return 0;
  memset(&action, 0, sizeof action);
  action.sa_handler = survive;
  action.sa_flags = SA_RESTART;
  return sigaction(number, &action, NULL);
}

void csystem_survive_signals(void) {
  static const int stops[] = {SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT};
  static const int strays[] = {
    SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO,
#if defined(__linux__)
    SIGPWR, SIGSTKFLT,
#endif
  };
  unblock(stops, sizeof stops / sizeof *stops);
  for (size_t i = 0; i < sizeof strays / sizeof *strays; i++) catch_quietly(strays[i]);
#if defined(SIGRTMIN)
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) catch_quietly(number);
#endif
}

int csystem_is_harmless(void (*handler)(int)) { return handler == survive; }

void csystem_wake_at_parents_end(void) {
#if defined(__linux__)
  prctl(PR_SET_PDEATHSIG, SIGRTMIN);
#endif
}

static struct termios guarded_modes;

/* Calls only what may be called in a handler. */
static void restore_and_die(int number) {
  tcsetattr(0, TCSANOW, &guarded_modes);
  raise(number); /* The handler is reset already. */
}

void csystem_guard_terminal(int isOn) {
  static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
  if (isOn && tcgetattr(0, &guarded_modes)) return;
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    struct sigaction action;
    if (sigaction(signals[i], NULL, &action)) continue;
    if (isOn ? action.sa_handler != SIG_DFL : action.sa_handler != restore_and_die) continue;
    memset(&action, 0, sizeof action);
    action.sa_handler = isOn ? restore_and_die : SIG_DFL;
    action.sa_flags = (int)SA_RESETHAND;
    sigaction(signals[i], &action, NULL);
  }
  unblock(signals, sizeof signals / sizeof *signals);
}
