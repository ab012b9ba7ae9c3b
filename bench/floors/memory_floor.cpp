#include "bench/floors/floor.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

namespace hapmill::bench {

/// Each thread copies its own part several times.
Floor memcpy_floor(FloorRequest const& request) {
  constexpr std::uint64_t most_bytes = std::uint64_t{1} << 40;
  constexpr std::uint64_t passes = 8;
  std::uint64_t const bytes = parse_number(request.operands[0], request.thread_count, most_bytes);
  auto const source = std::make_unique_for_overwrite<char[]>(bytes);
  auto const target = std::make_unique_for_overwrite<char[]>(bytes);
  unsigned const count = request.thread_count;
  auto const begin_of = [&](unsigned thread) { return bytes * thread / count; };
  // The kernel provides memory only when it is written to.
  on_threads(count, [&](unsigned thread) {
    std::uint64_t const begin = begin_of(thread);
    std::memset(source.get() + begin, 'A', begin_of(thread + 1) - begin);
    std::memset(target.get() + begin, 'T', begin_of(thread + 1) - begin);
  });
  double const seconds = seconds_of([&] {
    on_threads(count, [&](unsigned thread) {
      std::uint64_t const begin = begin_of(thread);
      for (std::uint64_t pass = 0; pass < passes; ++pass) {
        char* const to = target.get() + begin;
        std::memcpy(to, source.get() + begin, begin_of(thread + 1) - begin);
        asm volatile("" : : "r"(to) : "memory");  // keeps the earlier passes
      }
    });
  });
  return {seconds, bytes * passes, bytes * passes};
}

}  // namespace hapmill::bench
