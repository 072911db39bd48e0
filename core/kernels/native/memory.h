/* The memory of the WebAssembly module, in which all tensors are. */
#pragma once
#include <stdint.h>

/* A byte offset in it. */
typedef uint32_t Address;

/* Where it begins, for the calling thread: each worker of a program may have a memory of its own. */
extern _Thread_local char *memory;

/* The numbers at an address. */
static inline float *numbers(Address address) {
  return (float *)(memory + address);
}

/* What the library exports: `chainrule_` and the name of the same function of the WebAssembly module. */
#define EXPORT __attribute__((visibility("default")))
