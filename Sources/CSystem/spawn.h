/* How processes are started, by system. Private to this target. */
#ifndef CSYSTEM_SPAWN_H
#define CSYSTEM_SPAWN_H

#include "CSystem.h"

#if defined(__linux__)
/* As csystem_spawn; EINVAL where the kernel is too old for it (before 5.2). */
int csystem_spawn_clone(const struct csystem_spawn *request, int *pid, int *handle);
#endif

#endif
