#pragma once

namespace hapmill::test {

/// Whether the tests are built with a sanitizer, which uses memory itself.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace hapmill::test
