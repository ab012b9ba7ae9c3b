#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace hapmill::test {

/// A pipe that a thread fills with a text, for a reader that opens it by its path.
///
/// The text is written in pieces that end at `cuts`, each after the reader has taken the one
/// before. So the reader finds the pipe empty at the end of each piece.
class FedPipe {
 public:
  explicit FedPipe(std::string text, std::vector<std::size_t> cuts = {});
  /// Ends the thread, even if nobody reads.
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
