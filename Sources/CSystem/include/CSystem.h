/*
 * What the platform's Swift module hides. Only plain declarations stand here: a header that defines
 * _GNU_SOURCE, or includes system headers under it, breaks that module. Bodies are in the .c files.
 */
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <stddef.h>
#include <stdint.h>

/* Whether the processor has SHA-256 instructions. */
int csystem_sha256_available(void);

/*
 * SHA-256's compression (FIPS 180-4, 6.2.2) of `blocks` blocks of 64 bytes into `state`.
 * Only to be called where csystem_sha256_available() is true.
 */
void csystem_sha256_blocks(uint32_t state[8], const uint8_t *data, size_t blocks);

/* What a process may use; -1 where there is no limit. */
struct csystem_limits {
  int64_t cpu;         /* seconds of processor time */
  int64_t memory;      /* bytes of address space */
  int64_t files;       /* open files */
  int nice;            /* added to the niceness of this process */
  const char *refused; /* is set to the name of the limit that could not be set */
};

/* A process to start. */
struct csystem_spawn {
  const char *path;        /* the program's file */
  char *const *arguments;  /* ends in NULL */
  char *const *environment;
  const char *directory;   /* where it runs */
  int descriptors[5];      /* its descriptors 0 to 4; -1 leaves one closed, as long as no later one is open */
  int terminal;            /* a terminal whose foreground it becomes; -1: it gets a session of its own */
  struct csystem_limits *limits; /* NULL: those of this process */
};

/*
 * Starts a process: signals at their defaults and unblocked, no other descriptor open, in a session of
 * its own or in the terminal's foreground. Returns 0, its number, and a descriptor that becomes readable
 * when it ends (-1 where the system has no such one); or an errno value. Not for several threads at once.
 */
int csystem_spawn(const struct csystem_spawn *request, int *pid, int *handle);

/*
 * Has no core dumps made of this process, and none given to a program; what it starts has the limit from before (where
 * the system lets that be, Linux). Returns 0 or an errno value.
 */
int csystem_forbid_core_dumps(void);

/* A pipe whose ends are closed on exec. Returns 0 or -1 with errno set. */
int csystem_pipe(int ends[2]);

/* Makes this process the parent of orphaned descendants, where the system can (Linux). */
void csystem_become_subreaper(void);

/* From now on, each of the signals writes its number as a byte to `descriptor`. Returns 0 or -1. */
int csystem_forward_signals(int descriptor, const int *signals, size_t count);

/*
 * From now on, signals that neither ask to stop nor tell of a bug end nothing: SIGUSR1, SIGALRM and their like. A `poll`
 * that waits returns when one comes.
 */
void csystem_survive_signals(void);

/* Makes a `poll` return when the parent ends, or its thread that started this process (Linux). */
void csystem_wake_at_parents_end(void);

/* Has the terminal's modes, as they are now, restored when a signal ends this process; 0 turns that off. */
void csystem_guard_terminal(int is_on);

/* Raises the limit of open files as far as it goes; processes that are started have the one before. */
void csystem_raise_descriptors(void);

/* How far that is. */
int64_t csystem_most_descriptors(void);

/* How a process ended, and what it used. */
struct csystem_exit {
  int code;        /* its exit code, if signal is 0 */
  int signal;      /* the signal that ended it, or 0 */
  int64_t cpu_us;  /* processor time, in microseconds */
  int64_t peak_kib;
};

/* Reaps process `pid` if it has ended: 1, and 0 if it runs, -1 with errno set if there is no such child. */
int csystem_reap(int pid, struct csystem_exit *result);

/* Whether a process was stopped since that was last asked. */
int csystem_has_stopped(int pid);

/* Reaps all ended children that are in a process group. */
void csystem_reap_group(int group);

/*
 * Reaps one ended child that is none of `known` (adopted orphans). Returns its number, 0 if there is none, or -1 if
 * this process has no children at all, so that none of its descendants lives (where it adopts them).
 */
int csystem_reap_stranger(const int *known, size_t count);

#endif
