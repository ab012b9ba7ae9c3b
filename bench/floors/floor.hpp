#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hapmill::bench {

/// The operands and options of a command.
struct FloorRequest {
  std::vector<std::string> operands;
  unsigned thread_count = 1;
  int level = 1;  ///< level of compression
};

/// What a command measured.
struct Floor {
  double seconds = 0;
  std::uint64_t in_bytes = 0;
  std::uint64_t out_bytes = 0;
};

// The commands; floors.cpp says what each does. They throw std::exception on failure.
Floor read_floor(FloorRequest const& request);
Floor write_floor(FloorRequest const& request);
Floor copy_floor(FloorRequest const& request);
Floor memcpy_floor(FloorRequest const& request);
Floor deflate_floor(FloorRequest const& request);
Floor inflate_floor(FloorRequest const& request);
Floor input_floor(FloorRequest const& request);

/// Parses a number from `least` to `most`. Throws std::runtime_error if the text is not one.
std::uint64_t parse_number(std::string_view text, std::uint64_t least, std::uint64_t most);

template <class Work>
double seconds_of(Work const& work) {
  auto const start = std::chrono::steady_clock::now();
  work();
  std::chrono::duration<double> const elapsed = std::chrono::steady_clock::now() - start;
  return elapsed.count();
}

/// Calls work(0) to work(count - 1), each on a thread of its own; work(0) runs on the thread of the
/// caller. If several throw, rethrows the exception of the lowest thread.
template <class Work>
void on_threads(unsigned count, Work const& work) {
  std::vector<std::exception_ptr> failures(count);
  auto const run = [&](unsigned thread) {
    try {
      work(thread);
    } catch (...) {
      failures[thread] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned k = 1; k < count; ++k) threads.emplace_back(run, k);
    run(0);
  }
  for (auto const& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

/// Gives each number from 0 to count - 1 to the next thread that asks.
class Turns {
 public:
  explicit Turns(std::size_t count) : count_{count} {}
  bool take(std::size_t& turn) {
    turn = next_++;
    return turn < count_;
  }

 private:
  std::size_t count_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace hapmill::bench
