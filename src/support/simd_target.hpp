#pragma once

// Attributes of functions that are compiled for one instruction set, while the rest of the program
// runs on any CPU. A file defines HAPMILL_TARGET_FEATURES, the compiler's names of the instruction
// set, before it includes this header.

#define HAPMILL_TARGET [[gnu::target(HAPMILL_TARGET_FEATURES)]]
#define HAPMILL_TARGET_INLINE [[gnu::target(HAPMILL_TARGET_FEATURES), gnu::always_inline]] inline
#define HAPMILL_TARGET_LAMBDA __attribute__((target(HAPMILL_TARGET_FEATURES), always_inline))
