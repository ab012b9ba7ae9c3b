#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

#include "bytes/byte_source.hpp"
#include "bytes/text_stream.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// Runs a stream ahead of who reads it, as a task of a pool, into a few buffers: so that what can
/// only be decompressed in order is decompressed while rows are converted.
///
/// A helper of the pool stays at it for as long as a buffer is free. The caller's own thread, which
/// runs tasks while it waits, fills one buffer and goes on. So nobody works besides the pool's
/// threads, and one thread alone decompresses and converts by turns.
class ReadAhead final : public TextStream, private Task {
 public:
  /// Keeps references to the source below the stream, which is stopped at the end, and to the pool.
  ReadAhead(std::unique_ptr<TextStream> stream, ByteSource& source, TaskPool& pool);
  ~ReadAhead() override;

  /// For the thread that submits to the pool.
  std::size_t read(char* to, std::size_t count) override;

 private:
  static constexpr std::size_t part_bytes = 256U << 10;

  struct Part {
    std::vector<char> text;
    std::size_t size = 0;
    std::size_t taken = 0;
  };

  void run(std::size_t worker) noexcept override;
  bool may_wait() const override { return source_.may_wait(); }
  bool fill(Part& part) noexcept;
  std::size_t take(Part& part, char* to, std::size_t count);
  void submit_again();
  void wait_for_part(std::unique_lock<std::mutex>& lock);

  std::unique_ptr<TextStream> stream_;
  ByteSource& source_;
  TaskPool& pool_;
  std::vector<Part> parts_;  ///< a ring
  bool is_submitted_ = false;

  std::mutex mutex_;  ///< for all below
  std::condition_variable changed_;
  std::size_t filled_count_ = 0;
  std::size_t taken_count_ = 0;
  bool is_running_ = false;
  bool has_run_ = false;        ///< since it was submitted
  bool is_waited_for_ = false;  ///< by the pool's wait(), which sees the task's end only
  bool at_end_ = false;
  bool stops_ = false;
  std::exception_ptr error_;
};

}  // namespace hapmill
