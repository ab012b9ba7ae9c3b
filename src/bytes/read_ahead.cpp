#include "bytes/read_ahead.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hapmill {

namespace {

/// One thread works in one buffer, which stays in its cache.
std::size_t part_count(std::size_t thread_count) { return thread_count == 1 ? 1 : 8; }

}  // namespace

ReadAhead::ReadAhead(std::unique_ptr<TextStream> stream, ByteSource& source, TaskPool& pool)
    : stream_{std::move(stream)},
      source_{source},
      pool_{pool},
      parts_(part_count(pool.thread_count())) {}

ReadAhead::~ReadAhead() {
  {
    std::lock_guard const lock{mutex_};
    stops_ = true;
  }
  source_.stop();
  pool_.withdraw(*this);
}

std::size_t ReadAhead::read(char* to, std::size_t count) {
  std::unique_lock lock{mutex_};
  while (true) {
    if (taken_count_ != filled_count_) {
      Part& part = parts_[taken_count_ % parts_.size()];
      lock.unlock();
      std::size_t const got = take(part, to, count);
      submit_again();
      return got;
    }
    if (error_) std::rethrow_exception(error_);
    if (at_end_) return 0;
    wait_for_part(lock);
  }
}

std::size_t ReadAhead::take(Part& part, char* to, std::size_t count) {
  std::size_t const got = std::min(count, part.size - part.taken);
  std::memcpy(to, part.text.data() + part.taken, got);
  part.taken += got;
  if (part.taken == part.size) {
    std::lock_guard const lock{mutex_};
    ++taken_count_;
    changed_.notify_all();
  }
  return got;
}

/// Submits the task where it is done and there is a buffer to fill.
void ReadAhead::submit_again() {
  {
    std::lock_guard const lock{mutex_};
    if (is_submitted_ && !has_run_) return;
    if (at_end_ || filled_count_ - taken_count_ == parts_.size()) return;
    has_run_ = false;
  }
  if (is_submitted_) pool_.wait(*this);  // it has run, and is idle at any moment
  is_submitted_ = true;
  pool_.submit(*this);
}

void ReadAhead::wait_for_part(std::unique_lock<std::mutex>& lock) {
  if (is_running_) {
    changed_.wait(lock, [this] { return filled_count_ != taken_count_ || !is_running_; });
    return;
  }
  is_waited_for_ = true;
  lock.unlock();
  submit_again();
  pool_.wait(*this);
  is_submitted_ = false;
  lock.lock();
  is_waited_for_ = false;
}

void ReadAhead::run(std::size_t worker) noexcept {
  std::unique_lock lock{mutex_};
  is_running_ = true;
  while (!stops_ && !at_end_ && filled_count_ - taken_count_ != parts_.size()) {
    Part& part = parts_[filled_count_ % parts_.size()];
    lock.unlock();
    bool const goes_on = fill(part);
    lock.lock();
    if (part.size != 0) ++filled_count_;
    at_end_ = !goes_on;
    changed_.notify_all();
    if (worker == 0 || is_waited_for_) break;  // the caller's thread has other things to do
  }
  is_running_ = false;
  has_run_ = true;
  changed_.notify_all();
}

/// Fills a part; false at the stream's end, and at an error, which comes after what is in the part.
bool ReadAhead::fill(Part& part) noexcept {
  part.size = 0;
  part.taken = 0;
  try {
    part.text.resize(part_bytes);
    // What a slow pipe gives is passed on without waiting for more.
    part.size = stream_->read(part.text.data(), part_bytes);
    return part.size != 0;
  } catch (...) {
    std::lock_guard const lock{mutex_};
    error_ = std::current_exception();
    return false;
  }
}

}  // namespace hapmill
