#pragma once

namespace hapmill::test {

/// Built with a sanitizer, whose own memory hides the program's.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace hapmill::test
