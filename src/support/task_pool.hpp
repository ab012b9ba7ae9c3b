#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace hapmill {

/// Work for a TaskPool. Whoever submits it owns it, keeps it in its place and may submit it again
/// once it is done; before it goes, wait() or withdraw() must have returned.
class Task {
 public:
  Task() = default;
  Task(Task const&) = delete;
  Task& operator=(Task const&) = delete;
  virtual ~Task() = default;

  /// Called once a submit, by worker 0 (the thread that waits) to thread_count - 1. No two run as
  /// the same worker at the same time. An error is kept in the task.
  virtual void run(std::size_t worker) noexcept = 0;
  /// Whether run() may wait for somebody else, as at a pipe. Worker 0 runs such a task only where
  /// it is the one that is waited for, so that no other one has to wait for it.
  virtual bool may_wait() const { return false; }

 private:
  friend class TaskPool;
  enum class State { idle, waiting, running };
  State state_ = State::idle;
  Task* next_ = nullptr;
};

/// Runs tasks in the order in which they were submitted, on `thread_count` threads: one less of its
/// own, and the caller's, which runs tasks inside wait() for as long as the one that it waits for
/// is not done. Submitting takes no memory.
///
/// submit(), wait() and withdraw() are for one thread, and not for tasks.
class TaskPool {
 public:
  /// Throws UsageError if the threads cannot be started.
  explicit TaskPool(std::size_t thread_count);
  ~TaskPool();
  TaskPool(TaskPool const&) = delete;
  TaskPool& operator=(TaskPool const&) = delete;

  std::size_t thread_count() const { return helpers_.size() + 1; }

  /// Ends threads until there are so many, if there are more; what they run is run to its end.
  void keep_threads(std::size_t thread_count);

  void submit(Task& task);
  void wait(Task& task);
  /// Takes a task back that waits; of one that runs, waits for the end.
  void withdraw(Task& task);

 private:
  void stop_helpers();
  void run_helper(std::size_t worker);
  Task* find_for_caller(Task const& wanted) const;
  void take_out(Task& task);
  void run(Task& task, std::unique_lock<std::mutex>& lock, std::size_t worker);

  std::mutex mutex_;
  std::condition_variable submitted_;
  std::condition_variable done_;
  Task* first_ = nullptr;  ///< of those waiting
  Task* last_ = nullptr;   ///< where first_ is not null
  bool stops_ = false;
  std::size_t kept_;  ///< threads; workers from this on end
  std::vector<std::jthread> helpers_;
};

}  // namespace hapmill
