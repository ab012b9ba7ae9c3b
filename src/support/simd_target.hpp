#pragma once

// Attributes of functions for an instruction set, where the rest of the program is for any CPU: a
// file defines HAPMILL_TARGET_FEATURES, the compiler's names for it, and includes this.

#define HAPMILL_TARGET [[gnu::target(HAPMILL_TARGET_FEATURES)]]
#define HAPMILL_TARGET_INLINE [[gnu::target(HAPMILL_TARGET_FEATURES), gnu::always_inline]] inline
#define HAPMILL_TARGET_LAMBDA __attribute__((target(HAPMILL_TARGET_FEATURES), always_inline))
