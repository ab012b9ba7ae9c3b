#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace hapmill::test {

/// A pipe that a thread fills with a text, for a reader that opens it by its path.
///
/// The text goes in as pieces that end at `cuts`, each once the reader has taken the one before, so
/// that the reader meets an end of what there is at every one of them.
class FedPipe {
 public:
  explicit FedPipe(std::string text, std::vector<std::size_t> cuts = {});
  /// Also ends a feeding that nobody reads.
  ~FedPipe();
  FedPipe(FedPipe const&) = delete;
  FedPipe& operator=(FedPipe const&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(read_end_); }

 private:
  void feed(int write_end, std::stop_token const& stop);

  std::string text_;
  std::vector<std::size_t> cuts_;
  int read_end_ = -1;
  std::jthread feeder_;
};

}  // namespace hapmill::test
