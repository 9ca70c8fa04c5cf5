/* How processes are started, by system. Private to this target. */
#ifndef CSYSTEM_SPAWN_H
#define CSYSTEM_SPAWN_H

#include "CSystem.h"

/*
 * Sets the limits of the calling process, which is about to execute a program. Returns 0, or an errno value with
 * `refused` set. Calls nothing but system calls.
 */
int csystem_apply_limits(struct csystem_limits *limits);

/* Gives this process the limit of open files that pyflow was started with. A system call only. */
void csystem_lower_descriptors(void);

/* Whether a handler does nothing, so that it may run in a child that shares pyflow's memory. */
int csystem_is_harmless(void (*handler)(int));

#if defined(__linux__)
/* As csystem_spawn; EINVAL where the kernel is too old for it (before 5.2). */
int csystem_spawn_clone(const struct csystem_spawn *request, int *pid, int *handle);
#endif

#endif
