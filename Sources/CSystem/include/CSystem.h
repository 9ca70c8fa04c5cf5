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

#endif
